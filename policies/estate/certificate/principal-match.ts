import type { Estate } from "../estate";
import { originsOf, outputProperty, stringProperty, type AzureResource } from "../resource";
import type { NotKnown, Reading } from "../value";
import type { Principal } from "./extension-identity";

/** What leaves an answer open, and on which resource it stands. */
export interface Doubt {
  readonly resource: AzureResource;
  readonly reading: NotKnown;
  /** What would settle it, where it is not that the reading becomes known. */
  readonly settle?: string;
}

export type Answer = "yes" | "no" | Doubt;

/** Yes where all say yes, no where one says no. */
export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.find((answer): answer is Doubt => typeof answer === "object") ?? "yes";
}

/** The id under which a principal is granted something; known once it exists. */
export function principalId({ kind, resource }: Principal): Reading<string> {
  return outputProperty(resource, kind === "system" ? "identity.principalId" : "principalId");
}

/** Tells whether a property that holds a principal's id means this principal. */
export function meansPrincipal(estate: Estate, from: AzureResource, path: string, principal: Principal): Answer {
  const reading = stringProperty(from, path);
  if (reading.state === "absent") return "no";
  if (reading.state === "known") {
    const own = principalId(principal);
    // A text that is known cannot be the id of an identity that does not exist yet.
    return own.state === "known" && own.value.toLowerCase() === reading.value.trim().toLowerCase() ? "yes" : "no";
  }
  const origins = originsOf(from, path);
  const doubt = { resource: from, reading };
  if (origins.length === 0) return doubt;
  if (!origins.includes(principal.resource.urn))
    return isInsideOneOf(estate, principal.resource, origins) ? doubt : "no";
  return origins.filter((urn) => holdsPrincipal(estate, urn)).length === 1 ? "yes" : doubt;
}

const principalTypes: readonly string[] = [
  "managedidentity:UserAssignedIdentity",
  "compute:VirtualMachine",
  "compute:VirtualMachineScaleSet",
];

function holdsPrincipal(estate: Estate, urn: string): boolean {
  return principalTypes.includes(estate.byUrn(urn)?.type ?? "");
}

// What a component gives out may be any of its children's.
function isInsideOneOf(estate: Estate, resource: AzureResource, urns: readonly string[]): boolean {
  return ancestorsOf(estate, resource).some((urn) => urns.includes(urn));
}

/** URNs of the components that hold a resource, the nearest first. */
export function ancestorsOf(estate: Estate, resource: AzureResource): readonly string[] {
  const found: string[] = [];
  for (let at = resource.parent; at !== undefined && !found.includes(at); at = estate.byUrn(at)?.parent) found.push(at);
  return found;
}

/** True where a property that is not known may hold a principal's id, going by what it was made from. */
export function mayComeFrom(estate: Estate, from: AzureResource, path: string, principal: Principal): boolean {
  const origins = originsOf(from, path);
  if (origins.length === 0 || origins.includes(principal.resource.urn)) return true;
  return isInsideOneOf(estate, principal.resource, origins);
}
