import * as fs from "node:fs";
import * as path from "node:path";

import { sdkFolder } from "./package-folder";

const cache = new Map<string, ReadonlySet<string>>();

/** The values of an enumeration such as `network.SecurityRuleAccess`; empty if the SDK does not list it. */
export function enumerationValues(name: string): ReadonlySet<string> {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const dot = name.lastIndexOf(".");
  const file = path.join(sdkFolder("azure-native"), "types", "enums", name.slice(0, dot), "index.d.ts");
  const source = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  const start = source.indexOf(`export declare const ${name.slice(dot + 1)}: {`);
  const body = start < 0 ? "" : source.slice(start, source.indexOf("};", start));
  const values = new Set([...body.matchAll(/readonly \w+: "(.*?)";/g)].flatMap((match) => match[1] ?? []));
  cache.set(name, values);
  return values;
}
