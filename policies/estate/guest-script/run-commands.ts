import { builtInCommandFacts } from "../../model/guest-script/built-in-commands";
import type { Estate } from "../estate";
import { joinByName } from "../join";
import { operatingSystem } from "../network/operating-system";
import { listProperty, property, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import { readString } from "../value";
import type { CarriedScript } from "./carried-script";

const runCommandTypes: readonly { type: ResourceType; parentName: string; parent: ResourceType; base: string }[] = [
  {
    type: "compute:VirtualMachineRunCommandByVirtualMachine",
    parentName: "vmName",
    parent: "compute:VirtualMachine",
    base: "",
  },
  {
    type: "compute:VirtualMachineScaleSetVMRunCommand",
    parentName: "vmScaleSetName",
    parent: "compute:VirtualMachineScaleSet",
    base: "virtualMachineProfile",
  },
];

/** Scripts of managed Run Commands: https://learn.microsoft.com/azure/virtual-machines/windows/run-command-managed */
export function runCommandScripts(estate: Estate): CarriedScript[] {
  return runCommandTypes.flatMap(({ type, parentName, parent, base }) =>
    estate.ofType(type).flatMap((command) => {
      const join = joinByName(estate, command, [parentName], parent);
      const machines = join.state === "joined" ? [join.resource] : join.state === "candidates" ? join.resources : [];
      const systems = machines.map((machine) => operatingSystem(machine, base));
      const linux =
        systems.length > 0 && systems.every((system) => system.state === "known" && system.value === "linux");
      return linux ? [] : scriptsOf(command);
    }),
  );
}

function scriptsOf(resource: AzureResource): CarriedScript[] {
  const script = stringProperty(resource, "source.script");
  if (script.state === "known") {
    // A shell script on a machine that nothing is known of.
    if (script.value.startsWith("#!")) return [];
    const parameters = parametersOf(resource);
    return [{ resource, path: script.path, text: script.value, origin: { shell: "powershell", parameters } }];
  }
  if (script.state === "unknown") return [{ resource, path: script.path, hidden: script.why }];
  const builtIn = builtInCommand(resource);
  if (builtIn) return [builtIn];
  return ["source.scriptUri", "source.galleryScriptReferenceId"].flatMap((path) => {
    if (property(resource, path).state === "absent") return [];
    return [{ resource, path, hidden: `${path} names a script that is not part of the stack` }];
  });
}

// https://learn.microsoft.com/azure/virtual-machines/windows/run-command
function builtInCommand(resource: AzureResource): CarriedScript | undefined {
  const id = stringProperty(resource, "source.commandId");
  if (id.state === "absent") return undefined;
  if (id.state === "unknown") return { resource, path: id.path, hidden: id.why };
  const facts = builtInCommandFacts(id.value, (name) => parameterOf(resource, name));
  return { resource, path: id.path, text: "", origin: { shell: "powershell" }, facts };
}

function parameterOf(resource: AzureResource, wanted: string): { known: string } | { why: string } | undefined {
  for (const path of ["parameters", "protectedParameters"]) {
    const list = listProperty(resource, path);
    if (list.state === "unknown") return { why: list.why };
    for (const parameter of list.state === "known" ? list.value : []) {
      const [name, value] = [readString(parameter, "name"), readString(parameter, "value")];
      if (name.state === "unknown") return { why: `the name of a parameter is not known yet` };
      if (name.state !== "known" || name.value.toLowerCase() !== wanted) continue;
      if (value.state === "known") return { known: value.value };
      return { why: `the parameter ${name.value} is not known yet` };
    }
  }
  return undefined;
}

function parametersOf(resource: AzureResource): Record<string, string> {
  const list = listProperty(resource, "parameters");
  const entries = (list.state === "known" ? list.value : []).flatMap((parameter): [string, string][] => {
    const [name, value] = [readString(parameter, "name"), readString(parameter, "value")];
    return name.state === "known" && value.state === "known" ? [[name.value, value.value]] : [];
  });
  return Object.fromEntries(entries);
}
