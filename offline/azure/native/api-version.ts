import * as fs from "node:fs";

import { classFile } from "../sdk/package-folder";
import type { ResourceType } from "../tokens";

const cache = new Map<string, string | undefined>();

/** The API version that a token names, or else the one the SDK's class was made for. */
export function apiVersionOf(type: ResourceType, token: string): string | undefined {
  const inToken = /_?v(\d{4})(\d{2})(\d{2})([a-z]*)[:_]/.exec(token.replace(/\//g, "_"));
  if (inToken !== null) {
    const [, year, month, day, label] = inToken;
    return `${year}-${month}-${day}${label ? `-${label}` : ""}`;
  }
  if (!cache.has(type.key)) {
    const file = classFile(type);
    const source = file === undefined ? "" : fs.readFileSync(`${file}.d.ts`, "utf8");
    cache.set(type.key, /Uses Azure REST API version ([\w-]+)\./.exec(source)?.[1]);
  }
  return cache.get(type.key);
}
