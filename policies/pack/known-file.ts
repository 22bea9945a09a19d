import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { readKnownResources } from "../estate/known-resources/read-known-resources";
import type { AzureResource } from "../estate/resource";

/** What a file that the settings name holds, and the day it was written on. */
export type ReadFile = (path: string) => { readonly text: string; readonly day: string };

/** Reads a file, absolute or relative to the folder in which Pulumi was called; the engine starts a pack in its own. */
export const readNamedFile: ReadFile = (path) => {
  const place = resolve(process.env["PWD"] ?? process.cwd(), path);
  return { text: readFileSync(place, "utf8"), day: statSync(place).mtime.toISOString().slice(0, 10) };
};

/** The resources of one file, or what is wrong with it. */
export function knownFile(
  file: string,
  readFile: ReadFile | undefined,
): { readonly resources: readonly AzureResource[]; readonly problem?: string } {
  const allowed =
    "a file that `pulumi stack export` wrote, or ARM JSON, absolute or relative to the folder in which Pulumi is called";
  try {
    if (!readFile) throw new Error("files cannot be read here");
    const { text, day } = readFile(file);
    return { resources: readKnownResources(text, { file, day }) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { resources: [], problem: `names ${file}, which cannot be used: ${why}; allowed: ${allowed}` };
  }
}
