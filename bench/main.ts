import { estateOfHosts } from "./estate/measure";
import { guestScripts } from "./guest-scripts";
import { packAgainstEmptyPack } from "./pack-against-empty-pack";
import { policyProcess } from "./policy-process";
import { securityGroupDecision } from "./security-group-decision";

const benchmarks: Readonly<Record<string, () => Promise<void> | void>> = {
  decision: securityGroupDecision,
  estate: estateOfHosts,
  scripts: guestScripts,
  pack: packAgainstEmptyPack,
  process: policyProcess,
};

/** `npm run bench -- [name ...]`: these benchmarks, or all of them. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !Object.hasOwn(benchmarks, name));
  if (unknown.length > 0) {
    throw new Error(`no benchmark is named ${unknown.join(" or ")}; there are ${Object.keys(benchmarks).join(", ")}`);
  }
  for (const name of names.length > 0 ? names : Object.keys(benchmarks)) await benchmarks[name]!();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
