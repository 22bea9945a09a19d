import { createHash } from "node:crypto";
import { zipSync, type Zippable } from "fflate";
import { renderMof, type DscResourceInstance } from "./mof";

/** A PowerShell module that goes into a package. */
export interface GuestModule {
  readonly name: string;
  /** Text of each file by its path inside the module's folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** What a Machine Configuration package is made from. */
export interface GuestPackageSource {
  /** Name of the configuration, of its files, and of every assignment of it. */
  readonly configurationName: string;
  readonly version: string;
  readonly modules: readonly GuestModule[];
  /** In the order in which they run. */
  readonly resources: readonly DscResourceInstance[];
}

export interface GuestPackage {
  readonly fileName: string;
  readonly zip: Uint8Array;
  /** SHA-256 of the zip in upper-case hexadecimal, as `contentHash` wants it. */
  readonly contentHash: string;
}

// Noon in local time: the library writes local fields, and every zone has this minute.
const entryTime = new Date(1980, 0, 1, 12, 0, 0);

/**
 * Builds the zip of a package, byte for byte the same on every machine: fixed order, fixed times, stored.
 *
 * @see https://learn.microsoft.com/azure/governance/machine-configuration/how-to/develop-custom-package/2-create-package
 */
export function buildGuestPackage(source: GuestPackageSource): GuestPackage {
  const { configurationName, version, modules, resources } = source;
  const texts = new Map([
    [`${configurationName}.mof`, renderMof(configurationName, resources)],
    [`${configurationName}.metaconfig.json`, `${JSON.stringify({ Type: "AuditAndSet", Version: version })}\n`],
  ]);
  for (const { name, files } of modules) {
    for (const [path, text] of files) texts.set(`Modules/${name}/${path}`, text);
  }
  const entries: Zippable = {};
  // Ordered by code unit, because a locale orders differently from machine to machine.
  for (const path of [...texts.keys()].sort()) {
    entries[path] = Buffer.from(texts.get(path)!, "utf8");
  }
  // Stored, because a deflated stream is the library's choice and may differ from version to version.
  const zip = zipSync(entries, { level: 0, mtime: entryTime });
  const contentHash = createHash("sha256").update(zip).digest("hex").toUpperCase();
  return { fileName: `${configurationName}.zip`, zip, contentHash };
}
