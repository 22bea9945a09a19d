import type { Estate } from "../estate";
import { isMadeUp } from "../network/names";
import { objectProperty, stringProperty, type AzureResource } from "../resource";
import type { NotKnown } from "../value";
import { assignmentPaths, configurationName } from "./guest-assignments";
import { machineExtensions, pathIn, type MachineExtension } from "./machine-extensions";
import { machineIdentities } from "./machine-identities";

/** Something without which a machine never runs an assignment, where it is missing or not known. */
export type Missing = {
  readonly resource: AzureResource;
  readonly path: string;
  readonly fact: string;
} & (
  | { readonly state: "missing"; readonly value?: string; readonly fix: string; readonly byPolicy: boolean }
  | { readonly state: "open"; readonly settle: string; readonly byPolicy: boolean }
);

/** https://learn.microsoft.com/azure/virtual-machines/extensions/guest-configuration: the agent is found by this name. */
const agentName = "AzurePolicyforWindows";

/** What keeps an assignment from running on a machine. `byPolicy` marks what Azure Policy often installs. */
export function whatIsMissing(estate: Estate, assignment: AzureResource, machine: AzureResource): readonly Missing[] {
  return [
    ...agent(estate, machine),
    ...systemIdentity(estate, machine),
    ...names(assignment),
    ...orchestration(machine),
    ...disabledByTag(machine),
  ];
}

function isAgent({ resource, at }: MachineExtension): boolean | NotKnown {
  const path = (name: string): string => (at ? `${at}.${name}` : name);
  const [publisher, type] = [stringProperty(resource, path("publisher")), stringProperty(resource, path("type"))];
  if (publisher.state === "known" && publisher.value.trim().toLowerCase() !== "microsoft.guestconfiguration")
    return false;
  if (type.state === "known" && type.value.trim().toLowerCase() !== "configurationforwindows") return false;
  if (publisher.state === "absent" || type.state === "absent") return false;
  if (publisher.state === "unknown") return publisher;
  return type.state === "unknown" ? type : true;
}

/** True where a machine certainly has the extension of Machine Configuration, by whatever name. */
export function hasAgent(estate: Estate, machine: AzureResource): boolean {
  const own = machineExtensions(estate).ofMachine.get(machine.urn) ?? [];
  return own.some((extension) => extension.machines.length === 1 && isAgent(extension) === true);
}

function agent(estate: Estate, machine: AzureResource): readonly Missing[] {
  const { ofMachine, openLists, unplaced } = machineExtensions(estate);
  const own = ofMachine.get(machine.urn) ?? [];
  const agents = own.filter((extension) => isAgent(extension) === true);
  const certain = agents.find(({ machines }) => machines.length === 1);
  if (certain) return misnamed(certain);
  const open =
    openLists.get(machine.urn)?.reading ??
    unplaced.find(({ extension }) => isAgent(extension) !== false)?.reading ??
    own.map(isAgent).find((kind): kind is NotKnown => typeof kind === "object") ??
    severalMachines(agents[0]);
  if (open) {
    const fact = `whether ${machine.name} has the Machine Configuration extension is not known: ${open.why}`;
    return [
      { state: "open", resource: machine, path: open.path, fact, settle: `make ${open.path} known`, byPolicy: true },
    ];
  }
  return [
    {
      state: "missing",
      resource: machine,
      path: "",
      fact: `${machine.name} has no Machine Configuration extension, so nothing runs its guest configuration`,
      fix: `Add the extension Microsoft.GuestConfiguration/ConfigurationforWindows, named ${agentName}.`,
      byPolicy: true,
    },
  ];
}

function severalMachines(extension: MachineExtension | undefined): NotKnown | undefined {
  if (!extension) return undefined;
  const names = extension.machines.map(({ name }) => name).join(" or ");
  return { state: "unknown", path: "vmName", why: `${extension.resource.name} belongs to ${names}` };
}

function misnamed(extension: MachineExtension): readonly Missing[] {
  const { resource, at } = extension;
  const paths = at ? [pathIn(extension, "name")] : ["vmExtensionName", "vmssExtensionName", "name"];
  const name = paths.map((path) => stringProperty(resource, path)).find(({ state }) => state !== "absent");
  // ARM compares names without case.
  if (!name || name.state === "absent") return [];
  const byPolicy = false;
  if (name.state === "unknown") {
    const fact = `whether the agent finds ${resource.name} by its name is not known: ${name.why}`;
    return [{ state: "open", resource, path: name.path, fact, settle: `set it to ${agentName}`, byPolicy }];
  }
  if (name.value.trim().toLowerCase() === agentName.toLowerCase()) return [];
  const fact = `${resource.name} does not have the name ${agentName}, by which alone Machine Configuration finds it`;
  const fix = `Set ${name.path} to ${agentName}.`;
  return [{ state: "missing", resource, path: name.path, value: asGiven(resource, name.value), fact, fix, byPolicy }];
}

// What the provider fills in nobody finds in the program.
function asGiven(resource: AzureResource, name: string): string {
  if (name === resource.name) return `${name}, the name of the resource itself`;
  return isMadeUp(resource, name) ? `${name}, which Pulumi made up` : name;
}

function systemIdentity(estate: Estate, machine: AzureResource): readonly Missing[] {
  const { system } = machineIdentities(estate, machine);
  const resource = machine;
  const path = "identity.type";
  if (system.state === "unknown") {
    const fact = `whether ${machine.name} has a system-assigned identity is not known: ${system.why}`;
    return [{ state: "open", resource, path, fact, settle: `make ${path} known`, byPolicy: true }];
  }
  if (system.value) return [];
  const type = stringProperty(machine, path);
  const fact = `${machine.name} has no system-assigned identity, with which alone Machine Configuration signs in`;
  // ARM refuses it in a Flexible scale set (https://github.com/Azure/bicep-registry-modules/issues/2671).
  const fix =
    machine.type === "compute:VirtualMachineScaleSet"
      ? "Put machines of their own with a system-assigned identity into the scale set, because Azure refuses it in the set's " +
        "model; or have Azure Policy give it to each instance, and say so in rdp904:providedElsewhere.machineConfiguration."
      : 'Set identity.type to "SystemAssigned", or "SystemAssigned, UserAssigned".';
  const value = type.state === "known" ? { value: type.value } : {};
  return [{ state: "missing", resource, path, ...value, fact, fix, byPolicy: true }];
}

function names(assignment: AzureResource): readonly Missing[] {
  const configuration = configurationName(assignment);
  if (configuration.state !== "known") return [];
  const wanted = configuration.value.toLowerCase();
  return ["guestConfigurationAssignmentName", "name"].flatMap((path): Missing[] => {
    const name = stringProperty(assignment, path);
    if (name.state === "absent") return [];
    const resource = assignment;
    if (name.state === "unknown") {
      const fact = `whether ${assignment.name} is named like its configuration is not known: ${name.why}`;
      const settle = `set it to ${configuration.value}`;
      return [{ state: "open", resource, path, fact, settle, byPolicy: false }];
    }
    // Azure Policy appends "$pid" and a text of its own.
    const own = name.value.toLowerCase();
    if (own === wanted || own.startsWith(`${wanted}$pid`)) return [];
    const fact = `${assignment.name} does not have the name of its configuration, ${configuration.value}`;
    const fix = `Set ${path} to ${configuration.value}, the name in the package, as ${assignmentPaths.name}.`;
    return [{ state: "missing", resource, path, value: asGiven(resource, name.value), fact, fix, byPolicy: false }];
  });
}

function orchestration(machine: AzureResource): readonly Missing[] {
  if (machine.type !== "compute:VirtualMachineScaleSet") return [];
  const path = "orchestrationMode";
  const mode = stringProperty(machine, path);
  const resource = machine;
  if (mode.state === "unknown") {
    const fact = `whether ${machine.name} is of a kind that can hold a guest configuration is not known: ${mode.why}`;
    return [{ state: "open", resource, path, fact, settle: "set it to Flexible", byPolicy: false }];
  }
  if (mode.state === "known" && mode.value.trim().toLowerCase() === "flexible") return [];
  const fact = `${machine.name} is a Uniform scale set, which Machine Configuration does not support`;
  const value = mode.state === "known" ? { value: mode.value } : {};
  return [
    { state: "missing", resource, path, ...value, fact, fix: "Set orchestrationMode to Flexible.", byPolicy: false },
  ];
}

const setPolicyTag = "customguestconfigurationsetpolicy";

// https://learn.microsoft.com/azure/governance/machine-configuration/concepts/remediation-options
function disabledByTag(machine: AzureResource): readonly Missing[] {
  const tags = objectProperty(machine, "tags");
  // Azure compares names of tags without case.
  const key =
    tags.state === "known" ? Object.keys(tags.value).find((name) => name.toLowerCase() === setPolicyTag) : undefined;
  if (key === undefined) return [];
  const path = `tags["${key}"]`;
  const tag = stringProperty(machine, path);
  const resource = machine;
  if (tag.state === "unknown") {
    const fact = `whether a tag of ${machine.name} keeps guest configurations from correcting is not known: ${tag.why}`;
    return [{ state: "open", resource, path, fact, settle: "leave the tag out", byPolicy: false }];
  }
  if (tag.state === "absent" || tag.value.trim().toLowerCase() !== "disable") return [];
  const fact = `the tag ${key} of ${machine.name} keeps guest configurations of one's own from correcting`;
  return [{ state: "missing", resource, path, value: tag.value, fact, fix: "Remove the tag.", byPolicy: false }];
}
