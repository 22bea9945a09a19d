import { Capture } from "../../policies/estate/capture";
import { rules } from "../../policies/rules/catalog";
import type { Rule } from "../../policies/rules/rule";
import { defaultSettings } from "../../policies/settings/settings";
import { stackOfHosts, type Seen } from "./hosts";
import { benchClients } from "./security-rules";

/** What one run over one stack took. */
export interface Sample {
  readonly resources: number;
  readonly findings: number;
  /** Remembering every resource's inputs, and joining the estate. */
  readonly estateSeconds: number;
  /** Everything: the estate and the rules. */
  readonly seconds: number;
  /** The same on the processor's clock, which other people's work on the machine does not change. */
  readonly processorSeconds: number;
  /** Writing the same stack as JSON and reading it back, once: what the protocol does anyway, and how fast the machine is. */
  readonly jsonSeconds: number;
  /** Most memory that the pack had beside the generated stack, garbage included. */
  readonly packMegabytes: number;
  /** Most memory that the whole process had, with the generated stack in it. */
  readonly processMegabytes: number;
}

const settings = { ...defaultSettings, clients: benchClients };
const isNetworkRule = ({ ref }: Rule): boolean => ref < "RDP904-040";

async function sample(hosts: number, ids: "unknown" | "known", judged: readonly Rule[], seed: number): Promise<Sample> {
  const stack = stackOfHosts(hosts, ids, seed);
  // What is left of making the stack is not the pack's.
  globalThis.gc?.();
  const before = heapBytes();
  let most = before;
  const processor = process.cpuUsage();
  const started = performance.now();
  const capture = new Capture();
  for (const { registered } of stack) capture.remember(registered);
  const estate = capture.stackEstate(stack.map(({ atTheEnd }) => atTheEnd));
  const built = performance.now();
  most = Math.max(most, heapBytes());
  let findings = 0;
  for (const rule of judged) {
    const verdicts = await rule.judge({ estate, settings });
    findings += verdicts.filter(({ verdict }) => verdict !== "holds").length;
    most = Math.max(most, heapBytes());
  }
  const done = performance.now();
  const { user, system } = process.cpuUsage(processor);
  const packMegabytes = (most - before) / 1_000_000;
  const processMegabytes = process.resourceUsage().maxRSS / 1_024;
  const jsonSeconds = jsonRoundTripSeconds(stack);
  return {
    resources: stack.length,
    findings,
    estateSeconds: (built - started) / 1_000,
    seconds: (done - started) / 1_000,
    processorSeconds: (user + system) / 1_000_000,
    ...{ jsonSeconds, packMegabytes, processMegabytes },
  };
}

function jsonRoundTripSeconds(stack: readonly Seen[]): number {
  globalThis.gc?.();
  const started = performance.now();
  for (const { registered } of stack) JSON.parse(JSON.stringify(registered.props));
  return (performance.now() - started) / 1_000;
}

function heapBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Started by `measure.ts` as a process of its own: `sample.js HOSTS unknown|known network|all SEED`. */
async function main([hosts, ids, which, seed]: readonly string[]): Promise<void> {
  const judged = which === "network" ? rules.filter(isNetworkRule) : rules;
  const known = ids === "known" ? "known" : "unknown";
  // Compiling the code is the same for every size and would hide how the time grows.
  for (let round = 0; round < 3; round++) await sample(50, known, judged, round);
  console.log(JSON.stringify(await sample(Number(hosts), known, judged, Number(seed))));
}

void main(process.argv.slice(2));
