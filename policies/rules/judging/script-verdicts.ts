import type { Estate } from "../../estate/estate";
import type { ScriptTrouble } from "../../estate/guest-script/script-trouble";
import { rdpHosts } from "../../estate/network/rdp-hosts";
import type { AzureResource } from "../../estate/resource";
import { holds, type Question, type Verdict } from "../rule";
import { hostVerdict } from "./host-verdict";
import { troubleVerdict } from "./trouble-verdict";

/** Where a rule finds the trouble that scripts bring. */
export interface ScriptTroubles {
  ofMachine(estate: Estate, machine: AzureResource): Promise<ScriptTrouble | undefined>;
  /** Trouble of scripts of which nothing tells the machine. Default: none is told. */
  unplaced?(estate: Estate): Promise<readonly ScriptTrouble[]>;
  readonly settle: string;
}

/** One verdict for each RDP host, and those on scripts that may run on one. */
export async function scriptVerdicts(
  { estate, settings }: Question,
  { ofMachine, unplaced, settle }: ScriptTroubles,
): Promise<readonly Verdict[]> {
  const hosts = rdpHosts({ estate, settings });
  const verdicts = await Promise.all(
    hosts.map(async (host) => {
      const machine = host.machine.resource;
      const trouble = await ofMachine(estate, machine);
      return hostVerdict(host, settings, [], () => (trouble ? troubleVerdict(trouble, settle) : holds(machine)));
    }),
  );
  const others = unplaced && hosts.length > 0 ? await unplaced(estate) : [];
  return [...verdicts, ...others.map((trouble) => troubleVerdict(trouble, settle))];
}
