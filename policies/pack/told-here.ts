import { armNaming, typeOfArmType } from "../estate/arm-id";
import { armNames, view, type Estate } from "../estate/estate";
import type { AzureResource, KnownFrom } from "../estate/resource";
import { isObject, type Value } from "../estate/value";
import type { Broken, Finding } from "../rules/rule";
import { daysBetween, daysInWords } from "../settings/days";
import type { InternalError } from "./judge";

/**
 * Nothing is judged about resources of other stacks. A finding on one of them is told on the resource of this stack that
 * leads to it, with the age of what is known; where none does, it is the other stack's business.
 */
export function toldHere(
  findings: readonly (Finding | InternalError)[],
  estate: Estate,
  today: string,
): readonly (Finding | InternalError)[] {
  if (!estate.resources.some(({ knownFrom }) => knownFrom)) return findings;
  return findings.flatMap((finding): (Finding | InternalError)[] => {
    if (finding.verdict === "internal-error") return [finding];
    const { knownFrom } = finding.resource;
    if (!knownFrom) return [withAge(finding, factBehind(estate, finding.resource), today)];
    const way = wayHere(estate, finding.resource);
    if (!way) return [];
    const { resource, path } = way;
    if (finding.verdict === "undecided") return [withAge({ ...finding, resource, path }, knownFrom, today)];
    const told: Broken = { ...finding, resource, path, final: false };
    delete (told as { value?: string }).value;
    return [withAge(told, knownFrom, today)];
  });
}

function withAge<F extends Finding>(finding: F, known: KnownFrom | undefined, today: string): F {
  if (!known) return finding;
  const days = daysBetween(known.day, today);
  const age = days === undefined ? "of no known age" : `${daysInWords(days)} old`;
  return { ...finding, fact: `${finding.fact} (known from ${known.file}, ${age})` };
}

/** A reference from one resource to another. */
interface Reference {
  readonly resource: AzureResource;
  readonly path: string;
}

// Who refers to a resource, by its id or by the id of something inside it.
const referrers = view((estate: Estate) => {
  const found = new Map<AzureResource, Reference[]>();
  for (const resource of estate.resources) {
    for (const { id, path } of idsIn(resource.inputs, "")) {
      for (const target of targets(estate, id)) {
        const list = found.get(target);
        if (list) list.push({ resource, path });
        else found.set(target, [{ resource, path }]);
      }
    }
  }
  return found;
});

function wayHere(estate: Estate, fact: AzureResource): Reference | undefined {
  const holders = fact.id === undefined ? parents(estate, fact) : targets(estate, fact.id);
  const seen = new Set<AzureResource>([fact, ...holders]);
  // A set grows while it is walked.
  for (const at of seen) {
    for (const reference of referrers(estate).get(at) ?? []) {
      if (!reference.resource.knownFrom) return reference;
      seen.add(reference.resource);
    }
  }
  return undefined;
}

function factBehind(estate: Estate, own: AzureResource): KnownFrom | undefined {
  const seen = new Set([own]);
  for (const at of seen) {
    if (at.knownFrom) return at.knownFrom;
    for (const { id } of idsIn(at.inputs, "")) for (const target of targets(estate, id)) seen.add(target);
    for (const urn of at.dependencies) {
      const target = estate.byUrn(urn);
      if (target) seen.add(target);
    }
  }
  return undefined;
}

// What an id means, and everything that holds it: a subnet's network, a rule's group.
function targets(estate: Estate, id: string): readonly AzureResource[] {
  const parts = id.split("/");
  const found: AzureResource[] = [];
  for (let length = parts.length; length > 8; length -= 2) {
    found.push(...estate.byId(parts.slice(0, length).join("/")));
  }
  return found;
}

// A template knows no ids, but the names of parents.
function parents(estate: Estate, fact: AzureResource): readonly AzureResource[] {
  const armType = armNaming[fact.type]?.armType.split("/").slice(0, -1).join("/");
  const type = armType === undefined ? undefined : typeOfArmType(armType);
  return type === undefined ? [] : estate.byNames(type, armNames(fact)?.slice(0, -1) ?? []);
}

function idsIn(value: Value | undefined, path: string): { id: string; path: string }[] {
  if (typeof value === "string") return /^\/subscriptions\/.*\/providers\//i.test(value) ? [{ id: value, path }] : [];
  if (Array.isArray(value)) return value.flatMap((one, index) => idsIn(one, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => idsIn(one, path ? `${path}.${key}` : key));
}
