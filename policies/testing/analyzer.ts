import { createRequire } from "node:module";
import type { Policies } from "@pulumi/policy";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** A resource as a program declares it. References to others are made by `ref`. */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  /** What the provider answers; default: the inputs. Unknown values are written as `unknownValue`. */
  readonly outputs?: Record<string, unknown>;
  readonly parent?: string;
  /** Further names of resources that this one waits for. */
  readonly dependsOn?: readonly string[];
}

/** What the pack said, as the engine receives it. */
export interface Diagnostic {
  readonly policyName: string;
  readonly urn: string;
  readonly message: string;
  readonly level: "advisory" | "mandatory" | "disabled" | "remediate";
}

/** How the policy protocol spells a string that is not known yet. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

class Reference {
  constructor(
    readonly name: string,
    readonly known: unknown,
  ) {}
}

/**
 * A value that comes from another resource: unknown in preview, with a property dependency on it.
 *
 * @param name Pulumi name of the other resource.
 * @param known Its value once that resource exists; left out, the value stays unknown.
 */
export function ref(name: string, known: unknown = unknownValue): unknown {
  return new Reference(name, known);
}

export function urnOf(resource: Pick<DeclaredResource, "type" | "name">): string {
  return `urn:pulumi:test::test::${resource.type}::${resource.name}`;
}

type Rpc<Request, Response> = (
  call: { request: Request },
  done: (error: unknown, response: Response | undefined) => void,
) => unknown;
type MakeRpc<Request> = (
  pack: string,
  version: string,
  level: string,
  policies: Policies,
) => Rpc<Request, proto.AnalyzeResponse>;

// The SDK's own server functions, so that values are serialised, proxied and levelled as in a real run.
const server = createRequire(__filename)("@pulumi/policy/server") as {
  makeRemediateRpcFun: (...pack: Parameters<MakeRpc<unknown>>) => Rpc<proto.AnalyzeRequest, proto.RemediateResponse>;
  makeAnalyzeRpcFun: MakeRpc<proto.AnalyzeRequest>;
  makeAnalyzeStackRpcFun: MakeRpc<proto.AnalyzeStackRequest>;
};

/** Runs the remediations of policies over one declared resource; gives its inputs afterwards, as the engine gets them. */
export async function remediate(
  policies: Policies,
  declared: DeclaredResource,
): Promise<readonly { readonly policyName: string; readonly inputs: Record<string, unknown> }[]> {
  const rpc = server.makeRemediateRpcFun("rdp904", "0.0.0", "advisory", policies);
  const response = await call(rpc, registration(declared, false));
  return response.getRemediationsList().map((remediation) => ({
    policyName: remediation.getPolicyname(),
    inputs: remediation.getProperties()?.toJavaScript() ?? {},
  }));
}

/**
 * Runs policies over declared resources the way the engine does: each resource by `Analyze` as it is registered, then
 * the stack by `AnalyzeStack`. References are unknown with property dependencies, or known where `known` is asked for.
 */
export async function analyze(
  policies: Policies,
  declared: readonly DeclaredResource[],
  options: { readonly known?: boolean; readonly stackOnly?: boolean } = {},
): Promise<{ readonly registered: readonly Diagnostic[]; readonly stack: readonly Diagnostic[] }> {
  const known = options.known ?? false;
  const urns = new Map(declared.map((resource) => [resource.name, urnOf(resource)]));
  const registered: Diagnostic[] = [];
  const analyzeOne = server.makeAnalyzeRpcFun("rdp904", "0.0.0", "advisory", policies);
  for (const resource of options.stackOnly ? [] : declared) {
    registered.push(...diagnosticsOf(await call(analyzeOne, registration(resource, known))));
  }
  const request = new proto.AnalyzeStackRequest().setResourcesList(
    declared.map((resource) => stackResource(resource, urns, known)),
  );
  const analyzeStack = server.makeAnalyzeStackRpcFun("rdp904", "0.0.0", "advisory", policies);
  return { registered, stack: diagnosticsOf(await call(analyzeStack, request)) };
}

function registration(resource: DeclaredResource, known: boolean): proto.AnalyzeRequest {
  return new proto.AnalyzeRequest()
    .setType(resource.type)
    .setName(resource.name)
    .setUrn(urnOf(resource))
    .setProperties(struct(resource.inputs, known))
    .setOptions(new proto.AnalyzerResourceOptions());
}

function stackResource(
  resource: DeclaredResource,
  urns: ReadonlyMap<string, string>,
  known: boolean,
): proto.AnalyzerResource {
  const message = new proto.AnalyzerResource()
    .setType(resource.type)
    .setName(resource.name)
    .setUrn(urnOf(resource))
    .setProperties(struct(resource.outputs ?? resource.inputs, known))
    .setOptions(new proto.AnalyzerResourceOptions());
  const all = new Set((resource.dependsOn ?? []).map((name) => urns.get(name) ?? name));
  for (const [property, value] of Object.entries(resource.inputs)) {
    const made = referencesIn(value).map((name) => urns.get(name) ?? name);
    if (made.length === 0) continue;
    const dependencies = new proto.AnalyzerPropertyDependencies().setUrnsList([...new Set(made)]);
    message.getPropertydependenciesMap().set(property, dependencies);
    for (const urn of made) all.add(urn);
  }
  return message.setDependenciesList([...all]);
}

function referencesIn(value: unknown): string[] {
  if (value instanceof Reference) return [value.name];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

function struct(properties: Record<string, unknown>, known: boolean): Struct {
  return Struct.fromJavaScript(plain(properties, known) as Record<string, JavaScriptValue>);
}

function plain(value: unknown, known: boolean): unknown {
  if (value instanceof Reference) return known ? value.known : unknownValue;
  if (Array.isArray(value)) return value.map((item) => plain(item, known));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, known)]));
}

const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;

function diagnosticsOf(response: proto.AnalyzeResponse): Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policyName: diagnostic.getPolicyname(),
    urn: diagnostic.getUrn(),
    message: diagnostic.getMessage(),
    level: levels[diagnostic.getEnforcementlevel()] ?? "advisory",
  }));
}

function call<Request, Response>(rpc: Rpc<Request, Response>, request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    void rpc({ request }, (error, response) => {
      if (error instanceof Error || !response) reject(error instanceof Error ? error : new Error("no response"));
      else resolve(response);
    });
  });
}
