import { parseArmId } from "../arm-id";
import { view, type Estate } from "../estate";
import { joinByName, madeFrom, type Join } from "../join";
import { stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import type { Reading } from "../value";
import { joinVault, vaultName } from "./vaults";

/** A resource that makes a vault object which an extension can observe, and where its parts stand. */
interface SourceShape {
  readonly name: string;
  readonly vault: (estate: Estate, source: AzureResource) => Join;
}

const sourceShapes: Readonly<Record<ResourceType, SourceShape>> = {
  "azure:keyvault:Certificate": { name: "name", vault: (estate, source) => joinVault(estate, source, "keyVaultId") },
  "azure:keyvault:Secret": { name: "name", vault: (estate, source) => joinVault(estate, source, "keyVaultId") },
  "keyvault:Secret": {
    name: "secretName",
    vault: (estate, source) => joinByName(estate, source, ["vaultName"], "keyvault:Vault"),
  },
};

/** Types that make a vault object which an extension can observe. */
export const certificateSourceTypes: readonly ResourceType[] = Object.keys(sourceShapes);

export function sourceName(source: AzureResource): Reading<string> {
  return stringProperty(source, sourceShapes[source.type]!.name);
}

/** The vault that holds what a resource makes. */
export function vaultOfSource(estate: Estate, source: AzureResource): Join {
  return sourceShapes[source.type]!.vault(estate, source);
}

const sourcesByName: (estate: Estate) => ReadonlyMap<string, readonly AzureResource[]> = view((estate) => {
  const found = new Map<string, AzureResource[]>();
  for (const source of estate.ofTypes(certificateSourceTypes)) {
    const name = sourceName(source);
    if (name.state !== "known") continue;
    const key = name.value.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), source]);
  }
  return found;
});

/** Resources that make the vault object of this name, in a vault that may be the one of this name. */
export function sourcesNamed(estate: Estate, vault: string, name: string): readonly AzureResource[] {
  return (sourcesByName(estate).get(name.toLowerCase()) ?? []).filter((source) => {
    const join = vaultOfSource(estate, source);
    if (join.state === "outside") return parseArmId(join.id)?.names[0] === vault.toLowerCase();
    if (join.state !== "joined") return true;
    const other = vaultName(join.resource);
    return other.state !== "known" || other.value.toLowerCase() === vault.toLowerCase();
  });
}

/** Resources that a property was made from and that make a vault object. */
export function sourcesIn(estate: Estate, from: AzureResource, path: string): readonly AzureResource[] {
  return madeFrom(estate, from, path, certificateSourceTypes);
}
