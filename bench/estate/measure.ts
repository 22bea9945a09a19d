import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { spelled, spreadOf } from "../spread";
import type { Sample } from "./sample";

const rounds = 5;
const sizes = [100, 1_000, 10_000];

/** The rules over estates of up to 10,000 hosts, each sample in a process of its own. */
export function estateOfHosts(): void {
  measure("network rules, ids unknown as in a first preview", "unknown", "network");
  measure("all rules, ids unknown as in a first preview", "unknown", "all");
  measure("all rules, ids known as in an update", "known", "all");
}

function measure(title: string, ids: "unknown" | "known", which: "network" | "all"): void {
  console.log(`${title}, ${rounds} rounds`);
  const medians = sizes.map((hosts) => {
    const samples = Array.from({ length: rounds }, (_, round) => sample(hosts, ids, which, round + 1));
    const spread = (of: (one: Sample) => number): ReturnType<typeof spreadOf> => spreadOf(samples.map(of));
    const processor = spread((one) => one.processorSeconds);
    console.log(`  ${hosts} hosts, ${samples[0]!.resources} resources, ${samples[0]!.findings} findings`);
    const lines: readonly [string, ReturnType<typeof spreadOf>, string, number][] = [
      ["all", spread((one) => one.seconds), "s", 2],
      ["processor", processor, "s", 2],
      ["estate", spread((one) => one.estateSeconds), "s", 2],
      ["the stack through JSON", spread((one) => one.jsonSeconds), "s", 2],
      ["all, in times of that", spread((one) => one.seconds / one.jsonSeconds), "x", 1],
      ["memory of the pack", spread((one) => one.packMegabytes), "MB", 0],
      ["memory with the stack", spread((one) => one.processMegabytes), "MB", 0],
    ];
    for (const [name, found, unit, digits] of lines)
      console.log(`    ${name.padEnd(22)} ${spelled(found, unit, digits)}`);
    return processor.median;
  });
  const [first, last] = [0, sizes.length - 1];
  const exponent = Math.log(medians[last]! / medians[first]!) / Math.log(sizes[last]! / sizes[first]!);
  console.log(`  growth exponent from ${sizes[first]} to ${sizes[last]} hosts, processor time: ${exponent.toFixed(2)}`);
}

function sample(hosts: number, ids: string, which: string, seed: number): Sample {
  const script = join(__dirname, "sample.js");
  const said = execFileSync(process.execPath, ["--expose-gc", script, String(hosts), ids, which, String(seed)], {
    encoding: "utf8",
  });
  return JSON.parse(said) as Sample;
}
