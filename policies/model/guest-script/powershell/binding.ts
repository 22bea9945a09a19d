import type { Argument } from "../reading/call";
import { knownTruth, type ScriptValue } from "../reading/value";

/** Parameters of a cmdlet, as far as they matter; names in lower case. */
export interface Signature {
  /** Parameters by position. */
  readonly positions: readonly string[];
  /** Further parameters that take a value. */
  readonly values?: readonly string[];
  readonly switches?: readonly string[];
  /** Other names of parameters. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** Arguments by the full name of their parameter; a switch that is on has the value undefined. */
export type Bound = ReadonlyMap<string, ScriptValue | undefined>;

const commonSwitches = ["verbose", "debug", "whatif", "confirm", "usetransaction"];
const commonValues = [
  "erroraction",
  "errorvariable",
  "informationaction",
  "informationvariable",
  "outbuffer",
  "outvariable",
  "pipelinevariable",
  "warningaction",
  "warningvariable",
];
const commonAliases: Readonly<Record<string, string>> = {
  ea: "erroraction",
  ev: "errorvariable",
  wi: "whatif",
  wa: "warningaction",
};

/** Gives each argument its parameter, as PowerShell does: by name, by an unambiguous beginning of it, by position. */
export function bind(args: readonly Argument[], signature: Signature): Bound {
  const bound = new Map<string, ScriptValue | undefined>();
  const loose: ScriptValue[] = [];
  for (let at = 0; at < args.length; at++) {
    const { parameter, value } = args[at]!;
    if (parameter === undefined) {
      if (value) loose.push(value);
      continue;
    }
    const name = fullName(parameter, signature);
    if (isSwitch(name, signature)) {
      if (value === undefined || knownTruth(value) !== false) bound.set(name, undefined);
    } else if (value !== undefined) bound.set(name, value);
    else {
      const next = args[at + 1];
      if (next && next.parameter === undefined) {
        bound.set(name, next.value);
        at++;
      } else bound.set(name, undefined);
    }
  }
  const free = signature.positions.filter((name) => !bound.has(name));
  loose.forEach((value, index) => bound.set(free[index] ?? `${index}`, value));
  return bound;
}

function fullName(written: string, { positions, values = [], switches = [], aliases = {} }: Signature): string {
  const all = { ...commonAliases, ...aliases };
  if (Object.hasOwn(all, written)) return all[written]!;
  const own = [...positions, ...values, ...switches];
  if (own.includes(written)) return written;
  return [...own, ...commonSwitches, ...commonValues].find((name) => name.startsWith(written)) ?? written;
}

function isSwitch(name: string, { switches = [] }: Signature): boolean {
  return switches.includes(name) || commonSwitches.includes(name);
}
