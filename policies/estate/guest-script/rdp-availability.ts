import type { RdpService, ServiceStartChanged, Unresolved } from "../../model/guest-script/facts";
import { listenerKey, serverKey } from "../../model/guest-script/listener/keys";
import { listenerRemoval } from "../../model/guest-script/listener/removal";
import { servicesAfterwards, type ServicesAfterwards } from "../../model/guest-script/services/after";
import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import type { ReadScript } from "./guest-scripts";
import { machineSettings, type MachineSettings } from "./machine-settings";
import { machineScripts, unplacedScripts, type MachineScript } from "./script-machines";
import { waitsFor } from "./script-order";
import { worstTrouble, type ScriptTrouble } from "./script-trouble";
import { allAre, effectiveOutcomes, outcomeIs } from "./setting-answers";
import { openSetting, settingTrouble, unreadTrouble } from "./setting-trouble";

/** The worst of what the scripts of a machine do that keeps RDP from running there at all. */
export async function rdpAvailability(estate: Estate, machine: AzureResource): Promise<ScriptTrouble | undefined> {
  const scripts = await machineScripts(estate, machine);
  const settings = await machineSettings(estate, machine);
  const off = switches.flatMap((one) => switchedOff(settings, one));
  return worstTrouble([...off, ...removals(scripts), ...services(scripts)]);
}

/** What scripts would do of the kind, of which nothing tells the machine that runs them. */
export async function unplacedAvailability(estate: Estate): Promise<readonly ScriptTrouble[]> {
  const scripts = await unplacedScripts(estate);
  return scripts.flatMap((one) => {
    const trouble = worstTrouble(services([one]));
    return trouble && trouble.kind !== "weak" ? [trouble] : [];
  });
}

interface Switch {
  readonly name: string;
  readonly key: string;
  readonly off: 0 | 1;
  readonly what: string;
}

// https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/troubleshoot-rdp-general-error
const switches: readonly Switch[] = [
  { name: "fDenyTSConnections", key: serverKey, off: 1, what: "switches Remote Desktop off" },
  { name: "TSEnabled", key: serverKey, off: 0, what: "switches Remote Desktop off" },
  { name: "TSUserEnabled", key: serverKey, off: 1, what: "lets nobody sign in" },
  { name: "fEnableWinStation", key: listenerKey, off: 0, what: "switches the RDP listener off" },
  { name: "fLogonDisabled", key: listenerKey, off: 1, what: "lets nobody sign in" },
];

function switchedOff(settings: MachineSettings, { name, key, off, what }: Switch): ScriptTrouble[] {
  const outcomes = effectiveOutcomes(settings, name.toLowerCase(), key);
  const answer = allAre(outcomes, off);
  const one = outcomes.find((outcome) => outcomeIs(outcome, off) !== "no");
  if (answer === "no" || !one) return [];
  if (answer === "maybe") return [openSetting(outcomes, off, name)];
  return [settingTrouble(one, "broken", `sets ${name} to ${off}, which ${what}`)];
}

// https://learn.microsoft.com/troubleshoot/windows-server/remote/rdp-error-general-troubleshooting
function removals(scripts: readonly MachineScript[]): ScriptTrouble[] {
  return scripts.flatMap(({ script, perhaps }) => {
    const fact = "facts" in script ? listenerRemoval(script.facts) : undefined;
    if (!fact || !("facts" in script)) return [];
    if (perhaps !== undefined) return [settingTrouble({ script, fact }, "unknown", perhaps)];
    return [
      settingTrouble({ script, fact }, "broken", "takes the RDP listener, or what it consists of, out of the registry"),
    ];
  });
}

interface Run {
  readonly script: ReadScript;
  readonly perhaps?: string;
  readonly after: ServicesAfterwards;
}

function services(scripts: readonly MachineScript[]): ScriptTrouble[] {
  const runs = scripts.flatMap(({ script, perhaps }): Run[] => {
    if (!("facts" in script)) return [];
    return [{ script, after: servicesAfterwards(script.facts), ...(perhaps !== undefined && { perhaps }) }];
  });
  return runs.flatMap((run) => [
    ...run.after.disabled.flatMap((change) => disabled(change, run, runs)),
    ...run.after.perhaps.map((fact) =>
      settingTrouble(
        { script: run.script, fact },
        "unknown",
        `whether ${fact.service} can start in the end depends on a condition`,
      ),
    ),
    ...run.script.facts
      .filter(isUnread)
      .slice(0, 1)
      .map((fact) => unreadTrouble(run.script, fact, "services of RDP")),
  ]);
}

// A script that waits for this one and enables the service again wins; of two that do not wait, either may.
function disabled(change: ServiceStartChanged, run: Run, runs: readonly Run[]): ScriptTrouble[] {
  const { service, kind } = change;
  const others = runs.filter(
    (other) => other !== run && other.after.enabled.has(service) && kind !== "removes-service",
  );
  const [last] = others;
  const { script } = run;
  const by = { script, fact: change };
  if (others.some((other) => other.perhaps === undefined && waitsFor(other.script, script))) return [];
  if (run.perhaps !== undefined) return [settingTrouble(by, "unknown", run.perhaps)];
  if (last && !waitsFor(script, last.script)) {
    const fact = `it disables ${service}, ${last.script.resource.name} enables it, and neither waits for the other`;
    return [settingTrouble(by, "unknown", fact)];
  }
  const weak = service === "CertPropSvc";
  const what = kind === "removes-service" ? "removes" : "disables";
  return [settingTrouble(by, weak ? "weak" : "broken", `${what} ${service}, ${meaning[service]}`)];
}

// https://learn.microsoft.com/troubleshoot/windows-server/remote/internal-error-has-occurred-connecting-remote-machine
const meaning: Readonly<Record<RdpService, string>> = {
  TermService: "which is Remote Desktop itself",
  SessionEnv: "which keeps the certificate of the RDP listener",
  KeyIso: "which guards the private keys that TLS needs",
  CryptSvc: "which gives the listener its certificates",
  CertPropSvc: "which smart cards over RDP need",
};

function isUnread(fact: ReadScript["facts"][number]): fact is Unresolved {
  return fact.kind === "unresolved" && fact.topic === "services";
}
