import { msiClientIdPath, msiObjectIdPath } from "../../model/certificate/extension-line";
import { view, type Estate } from "../estate";
import { madeFrom, type Join } from "../join";
import { outputProperty, type AzureResource } from "../resource";
import type { NotKnown } from "../value";
import { stringSetting } from "./extension-settings";
import { pathIn, type MachineExtension } from "./machine-extensions";
import { machineIdentities, userIdentityType } from "./machine-identities";

/** A managed identity of the estate that can be granted something. */
export interface Principal {
  readonly kind: "system" | "user";
  /** The user-assigned identity, or the machine whose own identity it is. */
  readonly resource: AzureResource;
}

/** Which identity an extension signs in with. */
export type ExtensionIdentity =
  | {
      readonly state: "one";
      readonly principal: Principal;
      /** True where the machine has several identities and the settings name none, so that Azure picks this one. */
      readonly picked: boolean;
    }
  /** Nothing can be granted to it or told of it here: it is defined in another stack. */
  | { readonly state: "outside"; readonly name: string }
  /** No token can be had: the sentence says why. */
  | { readonly state: "refused"; readonly fact: string; readonly fix: string; readonly value?: string }
  | { readonly state: "unknown"; readonly reading: NotKnown };

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

interface IdentitiesById {
  readonly byClientId: ReadonlyMap<string, AzureResource>;
  readonly byPrincipalId: ReadonlyMap<string, AzureResource>;
}

const identitiesById: (estate: Estate) => IdentitiesById = view((estate) => {
  const by = (output: string): Map<string, AzureResource> => {
    const found = new Map<string, AzureResource>();
    for (const identity of estate.ofType(userIdentityType)) {
      const id = outputProperty(identity, output);
      if (id.state === "known") found.set(id.value.toLowerCase(), identity);
    }
    return found;
  };
  return { byClientId: by("clientId"), byPrincipalId: by("principalId") };
});

/** Path of the setting that names the identity, on the resource that holds the extension. */
export function identityPath(extension: MachineExtension): string {
  return pathIn(extension, `settings.${msiClientIdPath}`);
}

/**
 * Finds the identity that the extension asks a token for. Where the settings name none, the metadata service takes the
 * system-assigned identity, else the only user-assigned one, else it refuses:
 * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identities-faq
 */
export function extensionIdentity(
  estate: Estate,
  extension: MachineExtension,
  machine: AzureResource,
): ExtensionIdentity {
  const client = stringSetting(extension, msiClientIdPath);
  const { system, user } = machineIdentities(estate, machine);
  if (client.state === "known" && client.value.trim() !== "") {
    return namedByText(estate, client.value.trim(), machine, user);
  }
  if (client.state === "unknown") return namedByUnknown(estate, extension, machine, user, client);
  // https://github.com/MicrosoftDocs/azure-docs/issues/43099
  const object = stringSetting(extension, msiObjectIdPath);
  if (object.state !== "absent") {
    const path = pathIn(extension, `settings.${msiObjectIdPath}`);
    const why = `${path} is no setting that the documentation knows`;
    return { state: "unknown", reading: { state: "unknown", path, why } };
  }
  if (system.state === "unknown") return { state: "unknown", reading: onMachine(system, machine) };
  const open = user.find((join) => join.state === "unknown" || join.state === "candidates");
  if (system.value) return one({ kind: "system", resource: machine }, user.length > 0);
  if (user.length > 1) return nobodyNamed(machine, user);
  if (open) return { state: "unknown", reading: openJoin(open, machine) };
  const [only] = user;
  if (only?.state === "joined") return one({ kind: "user", resource: only.resource }, false);
  if (only?.state === "outside") return { state: "outside", name: only.id };
  return {
    state: "refused",
    fact: `${machine.name} has no managed identity, so its Key Vault extension can sign in to no vault`,
    fix: "Give the machine a user-assigned identity that may read the vault's secrets, and name its client id.",
  };
}

/** The identity that an extension names by its client id, whatever machine it is on; undefined where none of the estate is. */
export function namedIdentity(estate: Estate, extension: MachineExtension): AzureResource | undefined {
  const client = stringSetting(extension, msiClientIdPath);
  if (client.state === "known") return identitiesById(estate).byClientId.get(client.value.trim().toLowerCase());
  if (client.state !== "unknown") return undefined;
  const [only, ...more] = new Set(madeFrom(estate, extension.resource, identityPath(extension), [userIdentityType]));
  return more.length === 0 ? only : undefined;
}

function one(principal: Principal, picked: boolean): ExtensionIdentity {
  return { state: "one", principal, picked };
}

function nobodyNamed(machine: AzureResource, user: readonly Join[]): ExtensionIdentity {
  const names = user.map(joinTitle).join(", ");
  return {
    state: "refused",
    fact: `${machine.name} has ${user.length} identities (${names}) and its Key Vault extension names none of them`,
    fix: "Set authenticationSettings.msiClientId to the client id of the identity that may read the vault.",
  };
}

function namedByText(
  estate: Estate,
  clientId: string,
  machine: AzureResource,
  user: readonly Join[],
): ExtensionIdentity {
  const { byClientId, byPrincipalId } = identitiesById(estate);
  const identity = byClientId.get(clientId.toLowerCase());
  if (identity) return detached(identity, machine, user) ?? one({ kind: "user", resource: identity }, false);
  const fix = "Set authenticationSettings.msiClientId to the identity's client id.";
  if (!guid.test(clientId)) {
    const fact = `msiClientId of the Key Vault extension of ${machine.name} is no client id, which is a GUID`;
    return { state: "refused", fact, fix, value: clientId };
  }
  const byPrincipal = byPrincipalId.get(clientId.toLowerCase());
  if (!byPrincipal) return { state: "outside", name: clientId };
  const fact = `msiClientId of the Key Vault extension of ${machine.name} is the principal id of ${byPrincipal.name}`;
  return { state: "refused", fact: `${fact}, not its client id`, fix, value: clientId };
}

function namedByUnknown(
  estate: Estate,
  extension: MachineExtension,
  machine: AzureResource,
  user: readonly Join[],
  client: NotKnown,
): ExtensionIdentity {
  const madeOf = [...new Set(madeFrom(estate, extension.resource, identityPath(extension), [userIdentityType]))];
  const own = user.flatMap((join) => (join.state === "joined" ? [join.resource] : []));
  const attached = madeOf.filter((identity) => own.includes(identity));
  const candidates = madeOf.length === 1 ? madeOf : attached.length > 0 ? attached : madeOf.length > 0 ? [] : own;
  const [only, ...more] = candidates;
  if (!only || more.length > 0) return { state: "unknown", reading: client };
  return detached(only, machine, user) ?? one({ kind: "user", resource: only }, false);
}

// A machine gets tokens for its own identities only.
function detached(
  identity: AzureResource,
  machine: AzureResource,
  user: readonly Join[],
): ExtensionIdentity | undefined {
  if (user.some((join) => join.state !== "joined" || join.resource === identity)) return undefined;
  return {
    state: "refused",
    fact: `the Key Vault extension of ${machine.name} names ${identity.name}, which ${machine.name} does not have`,
    fix: `Add the identity to identity.userAssignedIdentities of ${machine.name}.`,
    value: `client id of ${identity.name}`,
  };
}

function joinTitle(join: Join): string {
  if (join.state === "joined") return join.resource.name;
  if (join.state === "outside") return join.id.split("/").pop() ?? join.id;
  return "one not known yet";
}

function onMachine(reading: NotKnown, machine: AzureResource): NotKnown {
  return { ...reading, why: `${reading.path} of ${machine.name} is not known yet` };
}

function openJoin(join: Join, machine: AzureResource): NotKnown {
  return { state: "unknown", path: join.path, why: `${join.path} of ${machine.name} is not known yet` };
}
