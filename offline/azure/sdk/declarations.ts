import * as fs from "node:fs";

import type { ResourceType } from "../tokens";
import { classFile } from "./package-folder";

/** What the installed SDK's constructor says about a type. */
export interface Declaration {
  /** Names of arguments. */
  readonly inputs: ReadonlySet<string>;
  readonly required: readonly string[];
  /** Names of properties that Azure answers, without `id`, which the SDK does not show. */
  readonly outputs: ReadonlySet<string>;
}

const cache = new Map<string, Declaration | undefined>();

/** The property lists of a type, or undefined for one the SDK does not know. */
export function declarationOf(type: ResourceType): Declaration | undefined {
  if (!cache.has(type.key)) cache.set(type.key, readDeclaration(type));
  return cache.get(type.key);
}

function readDeclaration(type: ResourceType): Declaration | undefined {
  const file = classFile(type);
  if (file === undefined) return undefined;
  const source = fs.readFileSync(`${file}.js`, "utf8");
  const inputs = new Set(namesIn(source, /resourceInputs\["(\w+)"\] = [^;]*\bargs\?\./g));
  const readOnly = namesIn(source, /resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g);
  const state = namesIn(source, /resourceInputs\["(\w+)"\] = state\?\./g);
  return {
    inputs,
    required: namesIn(source, /Missing required property '(\w+)'/g),
    // azure-native lists what it answers in the branch that looks a resource up; the classic SDK lists it as state.
    outputs: new Set(state.length > 0 ? state : (lookupBranch(source) ?? readOnly)),
  };
}

function lookupBranch(source: string): string[] | undefined {
  const start = source.indexOf("        else {", source.indexOf("if (!opts.id)"));
  return start < 0 ? undefined : namesIn(source.slice(start), /resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g);
}

function namesIn(source: string, pattern: RegExp): string[] {
  return [...source.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
