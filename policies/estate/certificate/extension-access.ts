import { msiClientIdPath } from "../../model/certificate/extension-line";
import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import { extensionIdentity, identityPath, namedIdentity, type Principal } from "./extension-identity";
import { stringSetting } from "./extension-settings";
import { extensionName, type MachineExtension } from "./machine-extensions";
import { certificateNames, vaultOf, type ObservedCertificate } from "./observed-certificates";
import { comesAfter, grantsOutside, principalTitle, vaultAccess, waitsAt } from "./vault-access";

/** Whether a Key Vault extension can read a certificate from its vault. */
export type ExtensionAccess =
  | { readonly state: "granted" }
  | {
      readonly state: "refused";
      readonly path: string;
      readonly value?: string;
      readonly fact: string;
      readonly fix: string;
      /** True where nothing that is still to be created could change it. */
      readonly final: boolean;
    }
  | { readonly state: "open"; readonly path: string; readonly fact: string; readonly settle: string };

/** Follows one machine's extension from its identity over the grants to the vault; one answer for each vault it may be. */
export function extensionAccess(
  estate: Estate,
  certificate: ObservedCertificate,
  machine: AzureResource,
): readonly ExtensionAccess[] {
  const { extension } = certificate;
  const path = identityPath(extension);
  const identity = extensionIdentity(estate, extension, machine);
  if (identity.state === "refused") return [{ ...identity, path, final: true }];
  if (identity.state === "unknown") {
    const fact = `which identity the Key Vault extension of ${machine.name} uses is not known: ${identity.reading.why}`;
    return [open(identity.reading.path, fact, "deploy the identity first, or make msiClientId from its clientId")];
  }
  if (identity.state === "outside") {
    const fact = `what the identity ${identity.name} of ${machine.name} may read is not in this stack`;
    return [open(path, fact, ways(machine, "name the stack of the identity in rdp904:knownResources"))];
  }
  return accessOf(estate, certificate, identity, machine);
}

/**
 * As above, for the extension of a machine that another stack made. Undefined where the extension names no identity of this
 * stack; whether the machine has the one that it names is not seen.
 */
export function outsideExtensionAccess(
  estate: Estate,
  certificate: ObservedCertificate,
): readonly ExtensionAccess[] | undefined {
  const { extension } = certificate;
  const resource = namedIdentity(estate, extension);
  if (!resource) return undefined;
  return accessOf(estate, certificate, { principal: { kind: "user", resource }, picked: false }, undefined);
}

function accessOf(
  estate: Estate,
  certificate: ObservedCertificate,
  { principal, picked }: { readonly principal: Principal; readonly picked: boolean },
  machine: AzureResource | undefined,
): readonly ExtensionAccess[] {
  const vault = vaultOf(estate, certificate);
  if (vault.state === "unknown") {
    // RDP904-041 speaks of a URL that names no vault.
    if (certificate.url.state !== "unknown") return [];
    const title = machine ?? certificate.extension.resource;
    const fact = `which vault the Key Vault extension of ${title.name} reads is not known: ${vault.why}`;
    return [open(vault.path, fact, "write the URL as https://<vault>.vault.azure.net/secrets/<name>")];
  }
  if (vault.state === "outside") {
    const isGranted = grantsOutside(estate, principal, vault.name, certificateNames(certificate));
    const fact = `the vault ${vault.name} is not in this stack, and nothing here grants ${principalTitle(principal)} access`;
    const settle = "assign the role at the vault itself, or name the stack of the vault in rdp904:knownResources";
    return [isGranted ? { state: "granted" } : open(vault.path, fact, ways(machine, settle))];
  }
  return vault.vaults.map((one) => onVault(estate, certificate, principal, picked, one, machine));
}

function onVault(
  estate: Estate,
  certificate: ObservedCertificate,
  principal: Principal,
  picked: boolean,
  vault: AzureResource,
  machine: AzureResource | undefined,
): ExtensionAccess {
  const { extension, url } = certificate;
  const access = vaultAccess(estate, principal, vault, certificateNames(certificate));
  switch (access.state) {
    case "granted":
      return waitsForItself(estate, extension, principal, access.by) ?? { state: "granted" };
    case "doubt": {
      const fact = `whether ${principalTitle(principal)} may read the vault ${vault.name} is not known: ${access.reading.why}`;
      const known = `make ${access.reading.path} of ${access.resource.name} known`;
      return open(url.path, fact, access.settle === undefined ? known : ways(machine, access.settle));
    }
    case "ignored": {
      const value = url.state === "known" ? url.value : `a secret of ${vault.name}`;
      return { state: "refused", path: url.path, value, fact: access.fact, fix: access.fix, final: false };
    }
    case "missing": {
      const client = stringSetting(extension, msiClientIdPath);
      const value = client.state === "known" ? client.value : `client id of ${principal.resource.name}`;
      const why = picked ? ", which is used because msiClientId names no other" : "";
      const named = client.state === "absent" ? {} : { value };
      const fact = `${access.fact}${why}`;
      return { state: "refused", path: identityPath(extension), ...named, fact, fix: access.fix, final: false };
    }
  }
}

// https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows names this deadlock and its cure.
function waitsForItself(
  estate: Estate,
  extension: MachineExtension,
  principal: Principal,
  grants: readonly AzureResource[],
): ExtensionAccess | undefined {
  const waits = waitsAt(extension);
  if (waits === undefined || !grants.every((grant) => comesAfter(estate, grant, extension.resource))) return undefined;
  const names = grants.map((grant) => grant.name).join(", ");
  if ("state" in waits) {
    const fact = `${names} waits for ${extensionName(extension)}, and whether that waits for its certificates is not known`;
    return open(waits.path, `${fact}: ${waits.why}`, `make ${waits.path} known`);
  }
  return {
    state: "refused",
    ...waits,
    fact: `${extensionName(extension)} ends only when it has its certificates, but ${names} grants access only after it`,
    fix:
      principal.kind === "user"
        ? `Grant access before the extension, without waiting for it or for what waits for it: ${names}.`
        : `Use a user-assigned identity and grant it before the machine, instead of ${principalTitle(principal)}.`,
    final: false,
  };
}

// The settings speak for machines that are seen, and for no others.
function ways(machine: AzureResource | undefined, settle: string): string {
  return machine ? `${settle}, or name the host in rdp904:providedElsewhere.vaultAccess` : settle;
}

function open(path: string, fact: string, settle: string): ExtensionAccess {
  return { state: "open", path, fact, settle };
}
