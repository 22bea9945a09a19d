import * as fs from "node:fs";
import * as path from "node:path";

import type { ResourceType } from "../tokens";

/** Where the installed SDK package lies. */
export function sdkFolder(provider: ResourceType["provider"]): string {
  return path.dirname(require.resolve(`@pulumi/${provider}/package.json`));
}

/** The file of a class without its ending, or undefined if the installed SDK does not have the type. */
export function classFile(type: ResourceType): string | undefined {
  const folder = path.join(sdkFolder(type.provider), type.module);
  const file = `${type.name.charAt(0).toLowerCase()}${type.name.slice(1)}`;
  if (fs.existsSync(path.join(folder, `${file}.js`))) return path.join(folder, file);
  // Acronyms are not always cased as the class is.
  const other = fs.existsSync(folder)
    ? fs.readdirSync(folder).find((entry) => entry.toLowerCase() === `${file.toLowerCase()}.js`)
    : undefined;
  return other === undefined ? undefined : path.join(folder, other.slice(0, -".js".length));
}
