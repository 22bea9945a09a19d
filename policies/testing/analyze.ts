import { createRequire } from "node:module";
import type { EnforcementLevel, Policies } from "@pulumi/policy";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import type { Declared } from "./declared";
import { stackOf, type StackMember } from "./declared-stack";
import { registration, stackResource, type ToldResource } from "./messages";
import { given, type PolicySurroundings } from "./given";
import { verdictsOf, type PolicyVerdict } from "./verdicts";

/** One thing that a policy said, as the engine receives it. */
export interface Diagnostic {
  readonly policyName: string;
  /** Of the resource that was being registered, where the policy named none; at the end of the stack it is empty then. */
  readonly urn: string;
  readonly message: string;
  readonly level: EnforcementLevel;
}

/** A policy that said it does not apply, to a resource or to the stack. */
export interface NotApplicable {
  readonly policyName: string;
  readonly reason: string;
}

/** What policies said about a stack. */
export interface Analysis {
  /** About each resource as it was registered, before anything is created. */
  readonly registered: readonly Diagnostic[];
  /** About the whole stack at the end. */
  readonly stack: readonly Diagnostic[];
  readonly notApplicable: readonly NotApplicable[];
  /** What each policy came to, by its name. A disabled one has no verdict. */
  readonly verdicts: Readonly<Record<string, PolicyVerdict>>;
}

/** How the stack stands, and what policies are given beside it. */
export interface AnalysisOptions extends PolicySurroundings {
  /** True for a stack that exists, where every reference is known. Default: a preview of one that was never deployed. */
  readonly known?: boolean;
  /** True to skip the registrations, so that policies see outputs alone. Default: false. */
  readonly stackOnly?: boolean;
}

type Rpc<Request, Response> = (
  call: { request: Request },
  done: (error: unknown, response: Response | undefined) => void,
) => unknown;
type MakeRpc<Request, Response> = (
  pack: string,
  version: string,
  level: string,
  policies: Policies,
) => Rpc<Request, Response>;

// The SDK's own server functions, so that values are serialised, proxied and levelled as in a real run.
const server = createRequire(__filename)("@pulumi/policy/server") as {
  makeRemediateRpcFun: MakeRpc<proto.AnalyzeRequest, proto.RemediateResponse>;
  makeAnalyzeRpcFun: MakeRpc<proto.AnalyzeRequest, proto.AnalyzeResponse>;
  makeAnalyzeStackRpcFun: MakeRpc<proto.AnalyzeStackRequest, proto.AnalyzeResponse>;
};
const pack = ["tested", "0.0.0", "advisory"] as const;

/**
 * Runs policies over declared resources the way the engine does: each resource by `Analyze` as it is registered, then the
 * stack by `AnalyzeStack`, with the SDK's own serialisation and its own proxies around what is not known.
 *
 * @throws Error where a policy throws, as the engine would end the run
 */
export async function analyze(
  policies: Policies,
  declared: readonly Declared[],
  options: AnalysisOptions = {},
): Promise<Analysis> {
  const stack = stackOf(declared, options.known ?? false);
  const asked = given(policies, options);
  const answers: proto.AnalyzeResponse[] = [];
  const analyzeOne = server.makeAnalyzeRpcFun(...pack, asked);
  for (const member of options.stackOnly ? [] : stack) {
    answers.push(await call(analyzeOne, registration(told(member), member.inputs)));
  }
  const request = new proto.AnalyzeStackRequest().setResourcesList(
    stack.map((member) =>
      stackResource(told(member), member.outputs, member.dependencies, member.propertyDependencies),
    ),
  );
  const last = await call(server.makeAnalyzeStackRpcFun(...pack, asked), request);
  const [registered, atTheEnd] = [
    answers.flatMap((answer, index) => diagnosticsOf(answer, stack[index]!.urn)),
    diagnosticsOf(last, ""),
  ];
  const notApplicable = [...answers, last].flatMap(declinedIn);
  const verdicts = verdictsOf(asked, {
    diagnostics: [...registered, ...atTheEnd],
    notApplicable,
    registrations: answers.length,
  });
  return { registered, stack: atTheEnd, notApplicable, verdicts };
}

/** Runs the remediations of policies over one declared resource; gives its inputs afterwards, as the engine gets them. */
export async function remediate(
  policies: Policies,
  declared: Declared,
  surroundings: PolicySurroundings = {},
): Promise<readonly { readonly policyName: string; readonly inputs: Record<string, unknown> }[]> {
  const rpc = server.makeRemediateRpcFun(...pack, given(policies, surroundings));
  const [member] = stackOf([declared], false);
  const response = await call(rpc, registration(told(member!), member!.inputs));
  return response.getRemediationsList().map((remediation) => ({
    policyName: remediation.getPolicyname(),
    inputs: remediation.getProperties()?.toJavaScript() ?? {},
  }));
}

function told({ declared: { type, name, options }, urn, parentUrn }: StackMember): ToldResource {
  return { type, name, urn, parentUrn, options };
}

const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;

function diagnosticsOf(response: proto.AnalyzeResponse, about: string): Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policyName: diagnostic.getPolicyname(),
    urn: diagnostic.getUrn() || about,
    message: diagnostic.getMessage(),
    level: levels[diagnostic.getEnforcementlevel()] ?? "advisory",
  }));
}

function declinedIn(response: proto.AnalyzeResponse): NotApplicable[] {
  return response.getNotApplicableList().map((one) => ({ policyName: one.getPolicyName(), reason: one.getReason() }));
}

function call<Request, Response>(rpc: Rpc<Request, Response>, request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    void rpc({ request }, (error, response) => {
      if (response) resolve(response);
      else reject(error instanceof Error ? error : new Error(String((error as { message?: unknown } | null)?.message)));
    });
  });
}
