import { armPathOf } from "../arm/paths";
import type { ResourceType } from "../tokens";
import { Plain, PlainObject, equal, isObject } from "../wire/values";

export type ChangeKind = "add" | "delete" | "update";
export interface Change {
  readonly kind: ChangeKind;
  readonly replace: boolean;
}
export interface DiffAnswer {
  readonly changes: ReadonlyMap<string, Change>;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/**
 * Properties besides those of the path that cannot change in place, from azure-native's own list
 * (https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/gen/replacement.go).
 */
const createOnly: Readonly<Record<string, readonly string[]>> = {
  "authorization:RoleAssignment": ["principalId", "scope"],
  "containerservice:ManagedCluster": [
    "dnsPrefix",
    "fqdnSubdomain",
    "linuxProfile",
    "nodeResourceGroup",
    "windowsProfile",
  ],
  "containerservice:AgentPool": ["vmSize"],
  "network:PrivateEndpoint": ["subnet"],
  "network:PublicIPAddress": ["location", "publicIPAddressVersion", "publicIPPrefix", "sku"],
  "network:VirtualNetwork": ["location"],
  "resources:ResourceGroup": ["location"],
  "storage:StorageAccount": ["isHnsEnabled", "location"],
};

/** There a new location is sent to ARM, which refuses it, as its API description does not call it immutable. */
const locationInPlace = new Set(["network", "privatedns", "dns", "keyvault", "guestconfiguration"]);

/** azure-native's Diff: compares inputs with inputs; nothing but a real change asks for an update. */
export function diffNative(
  type: ResourceType,
  oldInputs: PlainObject,
  newInputs: PlainObject,
  oldOutputs: PlainObject,
): DiffAnswer {
  const immutable = new Set([...armPathOf(type).parameters, ...(createOnly[type.key] ?? [])]);
  if (!locationInPlace.has(type.module)) immutable.add("location");
  const changes = diffPlain(withApiVersion(oldInputs, oldOutputs), newInputs, immutable);
  for (const [place, change] of changes) {
    const adopted = change.kind === "add" && equal(newInputs[place], oldOutputs[place]);
    if (adopted) changes.set(place, { kind: "add", replace: false });
  }
  const replaces = [...changes].filter(([, change]) => change.replace).map(([place]) => place);
  const named = oldInputs["__createBeforeDelete"];
  const deleteBeforeReplace = typeof named === "boolean" ? !named : replaces.length > 0;
  return { changes, replaces, deleteBeforeReplace };
}

/** An import cannot know the API version as an input; what Azure answered has it. */
function withApiVersion(inputs: PlainObject, outputs: PlainObject): PlainObject {
  const answered = outputs["azureApiVersion"];
  return answered === undefined ? inputs : { azureApiVersion: answered, ...inputs };
}

/** Compares two sets of inputs, without those the provider keeps for itself. */
export function diffPlain(
  oldInputs: PlainObject,
  newInputs: PlainObject,
  immutable: ReadonlySet<string>,
): Map<string, Change> {
  const changes = new Map<string, Change>();
  compareObjects(withoutInternals(oldInputs), withoutInternals(newInputs), "", "", immutable, changes);
  return changes;
}

function withoutInternals(inputs: PlainObject): PlainObject {
  const entries = Object.entries(inputs).filter(([key]) => !key.startsWith("__"));
  return Object.fromEntries(entries);
}

function compareObjects(
  old: PlainObject,
  now: PlainObject,
  place: string,
  rule: string,
  immutable: ReadonlySet<string>,
  changes: Map<string, Change>,
): void {
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    compareValues(old[key], now[key], `${place}${key}`, `${rule}${key}`, immutable, changes);
  }
}

function compareValues(
  old: Plain | undefined,
  now: Plain | undefined,
  place: string,
  rule: string,
  immutable: ReadonlySet<string>,
  changes: Map<string, Change>,
): void {
  if (equal(old, now)) return;
  const replace = immutable.has(rule);
  if (old === undefined) changes.set(place, { kind: "add", replace });
  else if (now === undefined) changes.set(place, { kind: "delete", replace });
  else if (isObject(old) && isObject(now)) {
    const inner = new Map<string, Change>();
    compareObjects(old, now, `${place}.`, `${rule}.`, immutable, inner);
    for (const [key, change] of inner) {
      changes.set(key, { kind: change.kind, replace: change.replace || (replace && change.kind === "update") });
    }
  } else if (Array.isArray(old) && Array.isArray(now)) {
    for (let index = 0; index < Math.max(old.length, now.length); index++) {
      compareValues(old[index], now[index], `${place}[${index}]`, `${rule}[]`, immutable, changes);
    }
  } else if (!(rule === "location" && sameLocation(old, now))) changes.set(place, { kind: "update", replace });
}

function sameLocation(left: Plain, right: Plain): boolean {
  return normalLocation(left) === normalLocation(right);
}

/** `West Europe` and `westeurope` are one place. */
export function normalLocation(location: Plain): string {
  return typeof location === "string" ? location.replace(/ /g, "").toLowerCase() : "";
}
