import type { GuestScriptFacts } from "../../model/guest-script/facts";
import { firewallAfterwards } from "../../model/guest-script/firewall/after";
import { readDeploymentScript } from "../../model/guest-script/deployment-script";
import { readGuestScript } from "../../model/guest-script/read-guest-script";
import { view, type Estate } from "../estate";
import type { ResourceType } from "../resource-type";
import type { CarriedScript, HiddenScript, VisibleScript } from "./carried-script";
import { deploymentScripts, guestConfigurationScripts } from "./deployment-scripts";
import { machineDataScripts } from "./machine-data";
import { ownConfigurations } from "./own-configurations";
import { runCommandScripts } from "./run-commands";
import { extensionScripts } from "./script-extensions";

/** A script that was read, with what it does. */
export interface ReadScript extends VisibleScript {
  readonly facts: GuestScriptFacts;
}

export type GuestScript = ReadScript | HiddenScript;

/** Types that may carry a script, so that a rule can be asked as soon as one is registered. */
export const scriptCarriers: readonly ResourceType[] = [
  "compute:VirtualMachine",
  "compute:VirtualMachineScaleSet",
  "compute:VirtualMachineExtension",
  "compute:VirtualMachineScaleSetExtension",
  "compute:VirtualMachineScaleSetVMExtension",
  "compute:VirtualMachineRunCommandByVirtualMachine",
  "compute:VirtualMachineScaleSetVMRunCommand",
  "resources:AzurePowerShellScript",
  "resources:AzureCliScript",
  "guestconfiguration:GuestConfigurationAssignment",
  "guestconfiguration:GuestConfigurationAssignmentsVMSS",
];

/** Every script of the estate that would run inside Windows, read once and shared by all rules. */
export const guestScripts: (estate: Estate) => Promise<readonly GuestScript[]> = view(async (estate) => {
  const scripts = carried(estate);
  const read = await Promise.all(scripts.map((script) => withFacts(script, false)));
  // What only opens the firewall is looked for where something closes it.
  return read.some(closes) ? Promise.all(scripts.map((script) => withFacts(script, true))) : read;
});

function closes(script: GuestScript): boolean {
  return "facts" in script && firewallAfterwards([script.facts]).closed.length > 0;
}

function carried(estate: Estate): CarriedScript[] {
  return [
    ...runCommandScripts(estate),
    ...extensionScripts(estate),
    ...machineDataScripts(estate),
    ...deploymentScripts(estate),
    ...guestConfigurationScripts(estate),
    ...ownConfigurations(estate),
  ];
}

async function withFacts(script: CarriedScript, besideHarm: boolean): Promise<GuestScript> {
  if (!("text" in script)) return script;
  const { text, origin, runsOutside } = script;
  if (script.facts) return { ...script, facts: script.facts };
  const facts = runsOutside
    ? readDeploymentScript(text, runsOutside, besideHarm)
    : readGuestScript(text, origin, besideHarm);
  return { ...script, facts: await facts };
}
