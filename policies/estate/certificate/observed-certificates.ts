import { observedCertificatesPath } from "../../model/certificate/extension-line";
import { parseVaultObjectUrl } from "../../model/certificate/secret-url";
import { view, type Estate } from "../estate";
import { madeFrom } from "../join";
import { originsOf, type AzureResource } from "../resource";
import type { NotKnown, Reading, Value } from "../value";
import { sourceName, sourcesIn, sourcesNamed, vaultOfSource } from "./certificate-sources";
import { listSetting, protectedInstead, settingOf, stringSetting } from "./extension-settings";
import { keyVaultExtensions } from "./key-vault-extensions";
import { pathIn, type MachineExtension } from "./machine-extensions";
import { vaultName, vaultsNamed, vaultsOfSameOrigin, vaultTypes } from "./vaults";

/** One certificate that a Key Vault extension observes. */
export interface ObservedCertificate {
  readonly extension: MachineExtension;
  /** Where it stands on the extension's resource. */
  readonly path: string;
  /** Where it stands in the extension's settings. */
  readonly entry: string;
  readonly url: Reading<string>;
  /** Accounts that may read the private key; the 1.x line has no such list. */
  readonly accounts: Reading<Value[]>;
  /** Resources of the estate that make it; several where nothing tells which one. */
  readonly sources: readonly AzureResource[];
}

export interface Observation {
  readonly certificates: readonly ObservedCertificate[];
  /** Why the list of certificates is not known; then only those are listed that the settings were made from. */
  readonly unreadable?: NotKnown;
}

const observations: (estate: Estate) => Map<MachineExtension, Observation> = view(() => new Map());

/** What a Key Vault extension observes. */
export function observedCertificates(estate: Estate, extension: MachineExtension): Observation {
  const known = observations(estate);
  const earlier = known.get(extension) ?? observe(estate, extension);
  known.set(extension, earlier);
  return earlier;
}

/** What all Key Vault extensions of an estate observe. */
export function observedBy(estate: Estate): readonly ObservedCertificate[] {
  return keyVaultExtensions(estate).flatMap((extension) => observedCertificates(estate, extension).certificates);
}

function observe(estate: Estate, extension: MachineExtension): Observation {
  const list = listSetting(extension, observedCertificatesPath);
  const sources = sourcesIn(estate, extension.resource, pathIn(extension, "settings"));
  if (list.state === "unknown") {
    const path = pathIn(extension, "settings");
    const certificates = sources.map((source) => ({
      extension,
      path,
      entry: observedCertificatesPath,
      url: list,
      accounts: list,
      sources: [source],
    }));
    return { certificates, unreadable: list };
  }
  if (list.state === "absent") {
    const unreadable = protectedInstead(extension);
    return { certificates: [], ...(unreadable && { unreadable }) };
  }
  const listed = list.value.map((_, index) => read(extension, `${observedCertificatesPath}[${index}]`));
  const named = listed.map(({ url }) => (url.state === "known" ? sourcesOfUrl(estate, url.value) : []));
  const taken = new Set(named.flat());
  const open = sources.filter((source) => !taken.has(source));
  return {
    certificates: listed.map((certificate, index) => ({
      ...certificate,
      sources: certificate.url.state === "unknown" ? open : named[index]!,
    })),
  };
}

function read(extension: MachineExtension, entry: string): Omit<ObservedCertificate, "sources"> {
  const whole = settingOf(extension, entry);
  const path = pathIn(extension, `settings.${entry}`);
  // The 1.x line lists plain URLs: https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows
  if (whole.state === "known" && typeof whole.value === "string") {
    const url = { ...whole, value: whole.value };
    return { extension, path, entry, url, accounts: { state: "absent", path: `${path}.accounts` } };
  }
  return {
    extension,
    path,
    entry,
    url: stringSetting(extension, `${entry}.url`),
    accounts: listSetting(extension, `${entry}.accounts`),
  };
}

function sourcesOfUrl(estate: Estate, url: string): readonly AzureResource[] {
  const parsed = parseVaultObjectUrl(url);
  return parsed ? sourcesNamed(estate, parsed.vaultName, parsed.name) : [];
}

/** The names that an observed certificate may have; empty where nothing tells. */
export function certificateNames(certificate: ObservedCertificate): readonly string[] {
  if (certificate.url.state === "known") {
    const name = parseVaultObjectUrl(certificate.url.value)?.name;
    return name === undefined ? [] : [name];
  }
  return certificate.sources.flatMap((source) => {
    const name = sourceName(source);
    return name.state === "known" ? [name.value] : [];
  });
}

/** The certificate for a sentence, by its name or where it stands: 'the certificate "rdp"'. */
export function certificateTitle(certificate: ObservedCertificate): string {
  const names = [...new Set(certificateNames(certificate))].map((name) => `"${name}"`);
  return `the certificate ${names.join(" or ") || `at ${certificate.path}`}`;
}

/** The vault that an observed certificate lies in. */
export type CertificateVault =
  | { readonly state: "vaults"; readonly vaults: readonly AzureResource[]; readonly path: string }
  | { readonly state: "outside"; readonly name: string; readonly path: string }
  | NotKnown;

/** Finds the vault by its name in the URL, else by what the settings were made from; several where nothing tells which. */
export function vaultOf(estate: Estate, certificate: ObservedCertificate): CertificateVault {
  const { url, extension } = certificate;
  if (url.state === "absent") return { state: "unknown", path: url.path, why: `${url.path} is not set` };
  if (url.state === "known") {
    const parsed = parseVaultObjectUrl(url.value);
    const why = `${url.path} is not the URL of an object in a vault`;
    if (!parsed) return { state: "unknown", path: url.path, why };
    const vaults = vaultsNamed(estate, parsed.vaultName);
    if (vaults.length > 0) return { state: "vaults", vaults, path: url.path };
    return { state: "outside", name: parsed.vaultName, path: url.path };
  }
  const settings = pathIn(extension, "settings");
  const origins = originsOf(extension.resource, settings);
  const ofSources = certificate.sources.map((source) => vaultOfSource(estate, source));
  for (const vaults of [
    ofSources.flatMap((join) => (join.state === "joined" ? [join.resource] : [])),
    madeFrom(estate, extension.resource, settings, vaultTypes),
    vaultsOfSameOrigin(estate, origins),
  ]) {
    if (vaults.length > 0) return { state: "vaults", vaults: [...new Set(vaults)], path: url.path };
  }
  const [outside] = ofSources;
  if (outside?.state === "outside") {
    return { state: "outside", name: outside.id.split("/").pop() ?? outside.id, path: url.path };
  }
  return url;
}

/** Names of vaults for messages. */
export function vaultNames(vaults: readonly AzureResource[]): string {
  return vaults.map((vault) => nameOr(vaultName(vault), vault.name)).join(" or ");
}

function nameOr(reading: Reading<string>, otherwise: string): string {
  return reading.state === "known" ? reading.value : otherwise;
}
