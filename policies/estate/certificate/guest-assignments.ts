import { isBuiltInConfiguration } from "../../model/certificate/built-in-configurations";
import { assignmentEffect } from "../../model/certificate/assignment-type";
import { guestPackages, type GuestDuty, type KnownGuestPackage } from "../../model/guest-packages";
import { view, type Estate } from "../estate";
import { joinByName, type Join } from "../join";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import { readString, type NotKnown, type Reading } from "../value";
import { outsideMachine } from "./outside-machine";

/** Types of assignments, and how each names its machine. */
export const assignmentTypes: readonly { type: ResourceType; parentName: string; parent: ResourceType }[] = [
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
  readonly ofOutside: ReadonlyMap<string, readonly AzureResource[]>;
}

const placed: (estate: Estate) => Placed = view((estate) => {
  const ofMachine = new Map<string, { resource: AzureResource; join: Join }[]>();
  const unplaced: { resource: AzureResource; reading: NotKnown }[] = [];
  const ofOutside = new Map<string, AzureResource[]>();
  for (const { type, parentName, parent } of assignmentTypes) {
    for (const resource of estate.ofType(type)) {
      const join = joinByName(estate, resource, [parentName], parent);
      if (join.state === "unknown") unplaced.push({ resource, reading: { ...join, state: "unknown" } });
      const outside = outsideMachine(resource, join);
      if (outside !== undefined) ofOutside.set(outside, [...(ofOutside.get(outside) ?? []), resource]);
      const machines = join.state === "joined" ? [join.resource] : join.state === "candidates" ? join.resources : [];
      for (const { urn } of machines) ofMachine.set(urn, [...(ofMachine.get(urn) ?? []), { resource, join }]);
    }
  }
  return { ofMachine, unplaced, ofOutside };
});

/** The assignments here to a machine that another stack made. */
export function outsideAssignments(estate: Estate, outside: string | undefined): readonly AzureResource[] {
  return outside === undefined ? [] : (placed(estate).ofOutside.get(outside) ?? []);
}

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

/** How an assignment is told to act, what its package is told to hash to, and what it hands to it. */
export const assignmentPaths = {
  name: at("name"),
  assignmentType: at("assignmentType"),
  contentHash: at("contentHash"),
  parameters: at("configurationParameter"),
} as const;

/** True for an assignment of this project's package, by its name or by its hash. */
export function isOwnPackage(assignment: AzureResource): boolean {
  return releasesNamed(assignment).length > 0 || releaseByHash(assignment) !== undefined;
}

function releasesNamed(assignment: AzureResource): readonly KnownGuestPackage[] {
  const name = configurationName(assignment);
  if (name.state !== "known") return [];
  return guestPackages.filter((known) => same(known.configurationName, name.value));
}

function releaseByHash(assignment: AzureResource): KnownGuestPackage | undefined {
  const hash = stringProperty(assignment, assignmentPaths.contentHash);
  if (hash.state !== "known") return undefined;
  return guestPackages.find((known) => same(known.contentHash, hash.value.trim()));
}

/**
 * Tells whether the package of an assignment has a duty. Only a package of this project is known to have one; what comes
 * with Azure, and what only watches, is known not to; nothing can be said of any other. Whether the assignment of an own
 * package corrects and runs is judged apart, by RDP904-061 and 062.
 */
export function keeps(assignment: AzureResource, duty: GuestDuty): Keeps {
  const released = releaseByHash(assignment);
  if (released) return released.keeps.includes(duty);
  const name = configurationName(assignment);
  if (name.state === "unknown") return name;
  const title = name.state === "known" ? name.value : assignment.name;
  if (isBuiltInConfiguration(title)) return false;
  const newest = releasesNamed(assignment).at(-1);
  if (!newest) {
    if (onlyWatches(assignment)) return false;
    return { state: "unknown", path: at("contentUri"), why: `what is in the package ${title} is not known` };
  }
  const hash = stringProperty(assignment, assignmentPaths.contentHash);
  if (hash.state === "absent") return newest.keeps.includes(duty);
  if (hash.state === "unknown") return hash;
  const why = `${hash.path} of ${assignment.name} is of no released package`;
  return { state: "unknown", path: hash.path, why };
}

function onlyWatches(assignment: AzureResource): boolean {
  const type = stringProperty(assignment, assignmentPaths.assignmentType);
  return type.state === "known" && ["reports", "applies-once"].includes(assignmentEffect(type.value));
}

/** The texts that an assignment hands to its package, by parameter name. */
export function configurationParameters(assignment: AzureResource): readonly { name: string; value: string }[] {
  const list = listProperty(assignment, assignmentPaths.parameters);
  if (list.state !== "known") return [];
  return list.value.flatMap((parameter) => {
    const [name, value] = [readString(parameter, "name"), readString(parameter, "value")];
    return name.state === "known" && value.state === "known" ? [{ name: name.value, value: value.value }] : [];
  });
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
