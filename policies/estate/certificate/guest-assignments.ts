import { isBuiltInConfiguration } from "../../model/certificate/built-in-configurations";
import { guestPackages, type GuestDuty } from "../../model/guest-packages";
import { view, type Estate } from "../estate";
import { joinByName, type Join } from "../join";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import { readString, type NotKnown, type Reading } from "../value";

const assignmentTypes: readonly { type: ResourceType; parentName: string; parent: ResourceType }[] = [
  {
    type: "guestconfiguration:GuestConfigurationAssignment",
    parentName: "vmName",
    parent: "compute:VirtualMachine",
  },
  {
    type: "guestconfiguration:GuestConfigurationAssignmentsVMSS",
    parentName: "vmssName",
    parent: "compute:VirtualMachineScaleSet",
  },
];

/** Machine Configuration assignments of one machine. */
export interface GuestAssignments {
  readonly certain: readonly AzureResource[];
  /** Assignments that may be the machine's, and what leaves that open. */
  readonly possible: readonly { readonly resource: AzureResource; readonly reading: NotKnown }[];
}

interface Placed {
  readonly ofMachine: ReadonlyMap<string, readonly { resource: AzureResource; join: Join }[]>;
  readonly unplaced: readonly { resource: AzureResource; reading: NotKnown }[];
}

const placed: (estate: Estate) => Placed = view((estate) => {
  const ofMachine = new Map<string, { resource: AzureResource; join: Join }[]>();
  const unplaced: { resource: AzureResource; reading: NotKnown }[] = [];
  for (const { type, parentName, parent } of assignmentTypes) {
    for (const resource of estate.ofType(type)) {
      const join = joinByName(estate, resource, [parentName], parent);
      if (join.state === "unknown") unplaced.push({ resource, reading: { ...join, state: "unknown" } });
      const machines = join.state === "joined" ? [join.resource] : join.state === "candidates" ? join.resources : [];
      for (const { urn } of machines) ofMachine.set(urn, [...(ofMachine.get(urn) ?? []), { resource, join }]);
    }
  }
  return { ofMachine, unplaced };
});

export function guestAssignments(estate: Estate, machine: AzureResource): GuestAssignments {
  const { ofMachine, unplaced } = placed(estate);
  const own = ofMachine.get(machine.urn) ?? [];
  const certain = own.filter(({ join }) => join.state === "joined").map(({ resource }) => resource);
  const possible = own.flatMap(({ resource, join }) => {
    if (join.state !== "candidates") return [];
    const names = join.resources.map(({ name }) => name).join(" or ");
    const why = `${resource.name} belongs to ${names}, and nothing tells which`;
    return [{ resource, reading: { state: "unknown" as const, path: join.path, why } }];
  });
  return { certain, possible: [...possible, ...unplaced] };
}

const at = (property: string): string => `properties.guestConfiguration.${property}`;

/** Name of the configuration that an assignment applies; Azure takes the assignment's own name where none is given. */
export function configurationName(assignment: AzureResource): Reading<string> {
  for (const path of [at("name"), "name", "guestConfigurationAssignmentName"]) {
    const name = stringProperty(assignment, path);
    if (name.state !== "absent") return name;
  }
  return { state: "absent", path: at("name") };
}

/** True, false, or what cannot be looked into. */
export type Keeps = boolean | NotKnown;

/**
 * Tells whether the package of an assignment has a duty. Only a package of this project, by name and hash, is known to
 * have one; what comes with Azure is known not to have it; nothing can be said of any other.
 */
export function keeps(assignment: AzureResource, duty: GuestDuty): Keeps {
  const name = configurationName(assignment);
  if (name.state === "unknown") return name;
  const title = name.state === "known" ? name.value : assignment.name;
  if (isBuiltInConfiguration(title)) return false;
  const hash = stringProperty(assignment, at("contentHash"));
  const own = guestPackages.filter((known) => same(known.configurationName, title));
  const path = at("contentHash");
  if (own.length === 0) {
    const why = `what is in the package ${title} is not known`;
    return { state: "unknown", path: at("contentUri"), why };
  }
  if (hash.state === "unknown") return hash;
  const match = own.find((known) => hash.state === "known" && same(known.contentHash, hash.value.trim()));
  if (match) return match.keeps.includes(duty);
  const why = hash.state === "known" ? "is of no released package" : "is not set, so the package may be any";
  return { state: "unknown", path, why: `${path} of ${assignment.name} ${why}` };
}

/** The texts that an assignment hands to its package, by parameter name. */
export function configurationParameters(assignment: AzureResource): readonly { name: string; value: string }[] {
  const list = listProperty(assignment, at("configurationParameter"));
  if (list.state !== "known") return [];
  return list.value.flatMap((parameter) => {
    const [name, value] = [readString(parameter, "name"), readString(parameter, "value")];
    return name.state === "known" && value.state === "known" ? [{ name: name.value, value: value.value }] : [];
  });
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
