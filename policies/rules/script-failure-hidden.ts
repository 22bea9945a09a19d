import { guestScripts, type GuestScript } from "../estate/guest-script/guest-scripts";
import { machineScripts } from "../estate/guest-script/script-machines";
import { rdpHosts } from "../estate/network/rdp-hosts";
import { booleanProperty, type AzureResource } from "../estate/resource";
import type { ResourceType } from "../estate/resource-type";
import type { GuestScriptFact } from "../model/guest-script/facts";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

const runCommandTypes: readonly ResourceType[] = [
  "compute:VirtualMachineRunCommandByVirtualMachine",
  "compute:VirtualMachineScaleSetVMRunCommand",
];
const path = "treatFailureAsDeploymentFailure";

/** RDP904-081. */
export const scriptFailureHidden: Rule = {
  ref: "RDP904-081",
  name: "script-failure-hidden",
  cause: "recovery",
  level: "advisory",
  severity: "low",
  description:
    "A Run Command changes what RDP depends on, and the deployment succeeds even where its script fails halfway.",
  effect: "The deployment is green while settings, services or keys of RDP are left as the failed script left them.",
  fix: "Set treatFailureAsDeploymentFailure to true.",
  blindSpots: [
    "Whether a script fails at all when one of its commands does, $ErrorActionPreference decides.",
    "The Custom Script Extension reports failures by itself and is not this rule's business.",
  ],
  sources: ["https://learn.microsoft.com/azure/virtual-machines/windows/run-command-managed"],
  remedy: async (command, alone) => {
    if (!runCommandTypes.includes(command.type)) return [];
    const fact = (await guestScripts(alone)).map(rdpFact).find((found) => found !== undefined);
    return fact && verdict(command, fact.text).verdict === "broken" ? [{ path, value: true }] : [];
  },
  async judge({ estate, settings }) {
    const hosts = rdpHosts({ estate, settings }).filter(({ certain }) => certain);
    const scripts = await Promise.all(hosts.map(({ machine }) => machineScripts(estate, machine.resource)));
    const commands = scripts.flat().flatMap(({ script, perhaps }) => {
      if (perhaps !== undefined || !runCommandTypes.includes(script.resource.type)) return [];
      const fact = rdpFact(script);
      return fact ? [verdict(script.resource, fact.text)] : [];
    });
    return commands;
  },
};

// What a script does for certain to something that RDP depends on.
function rdpFact(script: GuestScript): GuestScriptFact | undefined {
  return "facts" in script ? script.facts.find(({ kind }) => kind !== "unresolved") : undefined;
}

function verdict(command: AzureResource, title: string): Verdict {
  const reading = booleanProperty(command, path);
  if (reading.state === "known" && reading.value) return holds(command);
  if (reading.state === "unknown") {
    return undecided(command, {
      path,
      fact: `whether a failure of ${command.name} fails the deployment is not known: ${reading.why}`,
      settle: `set ${path} to true`,
    });
  }
  return broken(command, {
    path,
    ...(reading.state === "known" && { value: "false" }),
    fact: `${command.name} changes what RDP depends on (${title}), and the deployment succeeds where it fails`,
  });
}
