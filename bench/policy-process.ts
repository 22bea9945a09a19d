import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { repositoryRoot } from "../offline/cli/repository";
import { registration, stackResource } from "../policies/testing/messages";
import { stackOfHosts, type Seen } from "./estate/hosts";
import { spelled, spreadOf } from "./spread";

const rounds = 5;
/** Seven resources each, and what they share. */
const hosts = 710;
const rulesEachHost = 5;

/** What the process of a pack took for one stack. */
interface PolicyProcess {
  /** From the start of the process until it said what its policies are. */
  readonly startSeconds: number;
  /** Each resource as it is registered, then the whole stack. */
  readonly analysisSeconds: number;
  readonly registrationProcessorSeconds: number;
  readonly stackProcessorSeconds: number;
  readonly startMegabytes: number;
  readonly peakMegabytes: number;
}

/** Time and memory of the process that Pulumi starts for a pack, on a stack of 5,000 resources: this pack and an empty one. */
export async function policyProcess(): Promise<void> {
  const root = repositoryRoot();
  const stack = stackOfHosts(hosts, "unknown", 1, rulesEachHost);
  const [ours, empty]: PolicyProcess[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours!.push(await analyzedBy(join(root, "policies"), stack));
    empty!.push(await analyzedBy(join(root, "bench", "empty-pack"), stack));
  }
  console.log(`the policy process on a stack of ${stack.length} resources, ${rounds} rounds`);
  for (const [title, runs] of [["this pack", ours!] as const, ["an empty pack", empty!] as const]) {
    const say = (what: string, of: (run: PolicyProcess) => number, unit: string, digits = 2): void =>
      console.log(`    ${what.padEnd(27)} ${spelled(spreadOf(runs.map(of)), unit, digits)}`);
    console.log(`  ${title}`);
    say("start", (run) => run.startSeconds, "s");
    say("analysis", (run) => run.analysisSeconds, "s");
    say("processor for each resource", (run) => run.registrationProcessorSeconds, "s");
    say("processor for the stack", (run) => run.stackProcessorSeconds, "s");
    say("at start", (run) => run.startMegabytes, "MB", 0);
    say("peak", (run) => run.peakMegabytes, "MB", 0);
  }
}

async function analyzedBy(pack: string, stack: readonly Seen[]): Promise<PolicyProcess> {
  const started = performance.now();
  const process = startPack(pack);
  try {
    const client = new AnalyzerClient(`127.0.0.1:${await firstLine(process)}`, credentials.createInsecure(), {
      "grpc.max_send_message_length": -1,
      "grpc.max_receive_message_length": -1,
    });
    await answer<proto.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
    const ready = performance.now();
    const startMegabytes = peakMegabytesOf(process);
    const before = processorSecondsOf(process);
    for (const { registered } of stack) {
      await answer<proto.AnalyzeResponse>((done) => client.analyze(registration(registered, registered.props), done));
    }
    const registered = processorSecondsOf(process);
    const request = new proto.AnalyzeStackRequest().setResourcesList(stack.map(atTheEnd));
    await answer<proto.AnalyzeResponse>((done) => client.analyzeStack(request, done));
    const done = performance.now();
    client.close();
    return {
      startSeconds: (ready - started) / 1_000,
      analysisSeconds: (done - ready) / 1_000,
      registrationProcessorSeconds: registered - before,
      stackProcessorSeconds: processorSecondsOf(process) - registered,
      startMegabytes,
      peakMegabytes: peakMegabytesOf(process),
    };
  } finally {
    process.kill();
    await once(process, "exit");
  }
}

function startPack(pack: string): ChildProcess {
  const runner = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  return spawn(process.execPath, [runner, "127.0.0.1:9", pack], {
    cwd: pack,
    env: { ...process.env, PULUMI_CONFIG: "{}", PULUMI_NODEJS_DRY_RUN: "true", PULUMI_NODEJS_TYPESCRIPT: "false" },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function firstLine(process: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: process.stdout! })) return line;
  throw new Error("the pack ended before it served");
}

function answer<Response>(call: (done: (error: Error | null, response: Response) => void) => void): Promise<Response> {
  return new Promise((resolve, reject) => call((error, response) => (error ? reject(error) : resolve(response))));
}

function atTheEnd({ atTheEnd: { dependencies, propertyDependencies, ...told } }: Seen): proto.AnalyzerResource {
  const made = Object.entries(propertyDependencies).map(([property, by]) => [property, urnsOf(by)] as const);
  return stackResource(told, told.props, urnsOf(dependencies), Object.fromEntries(made));
}

function urnsOf(resources: readonly { readonly urn: string }[]): readonly string[] {
  return resources.map(({ urn }) => urn);
}

// Linux tells these of any process: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
function peakMegabytesOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

const ticksEachSecond = 100;

function processorSecondsOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksEachSecond;
}
