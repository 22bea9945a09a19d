import type { FirewallChanged, FirewallEffect, Unresolved } from "../../model/guest-script/facts";
import { firewallAfterwards, type FirewallAfterwards } from "../../model/guest-script/firewall/after";
import { allProfiles } from "../../model/guest-script/firewall/profiles";
import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import type { ReadScript } from "./guest-scripts";
import { waitsFor } from "./script-order";
import { machineScripts, unplacedScripts, type MachineScript } from "./script-machines";
import { worstTrouble, type ScriptTrouble } from "./script-trouble";
import { settingTrouble, unreadTrouble } from "./setting-trouble";

/** The worst of what the scripts of a machine do to the way of RDP through Windows Firewall. */
export async function firewallTrouble(estate: Estate, machine: AzureResource): Promise<ScriptTrouble | undefined> {
  return worstTrouble(troubles(await machineScripts(estate, machine)));
}

/** What scripts would do of the kind, of which nothing tells the machine that runs them. */
export async function unplacedFirewallTrouble(estate: Estate): Promise<readonly ScriptTrouble[]> {
  return (await unplacedScripts(estate)).flatMap((one) => worstTrouble(troubles([one])) ?? []);
}

interface Run {
  readonly script: ReadScript;
  readonly perhaps?: string;
}

function troubles(scripts: readonly MachineScript[]): ScriptTrouble[] {
  const runs = scripts.flatMap(({ script, perhaps }): Run[] =>
    "facts" in script ? [{ script, ...(perhaps !== undefined && { perhaps }) }] : [],
  );
  return runs.flatMap((run) => [...closing(run, runs), ...unread(run.script)]);
}

function closing(run: Run, runs: readonly Run[]): ScriptTrouble[] {
  const { script, perhaps } = run;
  if (firewallAfterwards([script.facts]).closed.length === 0) return [];
  const others = runs.filter((other) => other !== run && other.script.facts.some(changesFirewall));
  const certain = others.filter((other) => other.perhaps === undefined);
  const earlier = certain.filter((other) => waitsFor(script, other.script));
  const later = certain.filter((other) => waitsFor(other.script, script));
  const known = inOrder([...earlier, run, ...later]);
  // What a later script closes again is that script's own trouble.
  if (known.closed.length === 0) return [];
  const by = script.facts.filter(changesFirewall).find((fact) => fact === known.by);
  const fact = by ?? firewallAfterwards([script.facts]).by!;
  if (perhaps !== undefined) return [settingTrouble({ script, fact }, "unknown", perhaps)];
  const other = others.find(
    (one) =>
      !earlier.includes(one) &&
      !later.includes(one) &&
      [inOrder([...earlier, one, run, ...later]), inOrder([...earlier, run, one, ...later])].some(
        ({ closed }) => closed.length === 0,
      ),
  );
  if (other) {
    const why = other.perhaps ?? "neither waits for the other";
    return [
      settingTrouble(
        { script, fact },
        "unknown",
        `it ${does[fact.effect]!}, ${other.script.resource.name} repairs it, and ${why}`,
      ),
    ];
  }
  if (known.perhaps !== undefined) return [settingTrouble({ script, fact }, "unknown", known.perhaps)];
  if (known.closed.length < allProfiles.length) {
    const why = `for the ${titleOf(known)} alone it ${does[fact.effect]!}, and which profile the network has is not known`;
    return [settingTrouble({ script, fact }, "unknown", why)];
  }
  // A rule for the port that RDP is moved to is not among those that are followed.
  if (!overrulesAll.has(fact.effect) && runs.some((one) => one.script.facts.some(movesListener))) {
    const why = `it ${does[fact.effect]!}, and whether another rule admits RDP at the port that a script moves it to is not known`;
    return [settingTrouble({ script, fact }, "unknown", why)];
  }
  return [settingTrouble({ script, fact }, "broken", does[fact.effect]!)];
}

function inOrder(runs: readonly Run[]): FirewallAfterwards {
  return firewallAfterwards(runs.map(({ script }) => script.facts));
}

const overrulesAll: ReadonlySet<FirewallEffect> = new Set(["inbound-blocked", "local-ignored"]);

function movesListener(fact: ReadScript["facts"][number]): boolean {
  if (fact.kind !== "sets-registry-value" || fact.topic !== "rdp-listener" || fact.name !== "portnumber") return false;
  return !("known" in fact.data) || fact.data.known !== 3389;
}

const blocks = "lets a rule of Windows Firewall block RDP";
const does: Readonly<Partial<Record<FirewallEffect, string>>> = {
  "rdp-rule-off": "disables the Remote Desktop rules of Windows Firewall",
  "rdp-rule-removed": "removes the Remote Desktop rules of Windows Firewall",
  "rdp-rule-blocks": "turns the Remote Desktop rules of Windows Firewall into ones that block",
  "block-added": blocks,
  "allow-added": blocks,
  "inbound-blocked": "lets Windows Firewall block all that comes in, whatever its rules allow",
  "local-ignored": "lets Windows Firewall ignore local rules, those of Remote Desktop among them",
};

function titleOf({ closed }: FirewallAfterwards): string {
  return `${closed.join(" and ")} profile${closed.length > 1 ? "s" : ""}`;
}

function unread(script: ReadScript): ScriptTrouble[] {
  const fact = script.facts.find((one): one is Unresolved => one.kind === "unresolved" && one.topic === "firewall");
  return fact ? [unreadTrouble(script, fact, "Windows Firewall")] : [];
}

function changesFirewall(fact: ReadScript["facts"][number]): fact is FirewallChanged {
  return fact.kind === "changes-firewall";
}
