import * as fs from "node:fs";
import * as path from "node:path";

import type { ResourceType } from "../tokens";
import { classFile, sdkFolder } from "./package-folder";
import { Member, parseMembers } from "./type-text";

type Members = ReadonlyMap<string, Member>;
type Side = "inputs" | "outputs";

const none: Members = new Map();
const cache = new Map<string, Members>();
const texts = new Map<string, string>();

/** The arguments of a type with their forms; empty for a type that the SDK does not know. */
export function argumentsOf(type: ResourceType): Members {
  return remember(`${type.key} args`, () => {
    const file = classFile(type);
    if (file === undefined) return none;
    return parseMembers(bodyAfter(fs.readFileSync(`${file}.d.ts`, "utf8"), `export interface ${type.name}Args {`, 0));
  });
}

/** The properties that Azure answers for a type, with their forms, without `id`. */
export function responseOf(type: ResourceType): Members {
  return remember(`${type.key} response`, () => {
    const file = classFile(type);
    if (file === undefined) return none;
    const body = bodyAfter(fs.readFileSync(`${file}.d.ts`, "utf8"), `export declare class ${type.name} `, 0);
    const properties = body.split("\n").filter((line) => !/^\s*(?:static|constructor)\b/.test(line));
    return parseMembers(properties.join("\n"));
  });
}

/** The members of a nested type such as `network.SecurityRuleResponse`. */
export function membersOf(provider: ResourceType["provider"], side: Side, name: string): Members {
  return remember(`${provider} ${side} ${name}`, () => {
    const text = typesText(provider, side);
    const dot = name.lastIndexOf(".");
    const start = text.indexOf(`export declare namespace ${name.slice(0, dot)} {`);
    const end = text.indexOf("\nexport declare namespace ", start + 1);
    const space = start < 0 ? "" : text.slice(start, end < 0 ? undefined : end);
    return parseMembers(bodyAfter(space, `interface ${name.slice(dot + 1)} {`, 0));
  });
}

function remember(key: string, read: () => Members): Members {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const members = read();
  cache.set(key, members);
  return members;
}

function typesText(provider: ResourceType["provider"], side: Side): string {
  const file = path.join(sdkFolder(provider), "types", side === "inputs" ? "input.d.ts" : "output.d.ts");
  const known = texts.get(file);
  if (known !== undefined) return known;
  const text = fs.readFileSync(file, "utf8");
  texts.set(file, text);
  return text;
}

function bodyAfter(text: string, head: string, from: number): string {
  const start = text.indexOf(head, from);
  if (start < 0) return "";
  const open = text.indexOf("{", start);
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    const char = text[index];
    if (char === "/" && text.startsWith("/*", index)) index = text.indexOf("*/", index) + 1;
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return text.slice(open + 1, index);
  }
  return "";
}
