import type { Argument } from "../reading/call";
import { knownTruth, type ScriptValue } from "../reading/value";
import type { Signature } from "./signature";
import { signatures } from "./signatures";

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
  ov: "outvariable",
  pv: "pipelinevariable",
  ev: "errorvariable",
  wi: "whatif",
  wa: "warningaction",
};

/** Gives each argument its parameter, as PowerShell does: by name, by an unambiguous beginning of it, by position. */
export function bind(args: readonly Argument[], signature: Signature): Bound {
  const names = namesOf(signature);
  const bound = new Map<string, ScriptValue | undefined>();
  const loose: ScriptValue[] = [];
  for (let at = 0; at < args.length; at++) {
    const { parameter, value } = args[at]!;
    if (parameter === undefined) {
      if (value) loose.push(value);
      continue;
    }
    const name = fullName(parameter, names);
    if (names.switches.has(name)) {
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

const unknownCmdlet: Signature = { positions: [] };

/** Gives each argument of a cmdlet its parameter. */
export function bindCommand(command: { readonly name: string; readonly arguments: readonly Argument[] }): Bound {
  const known = Object.hasOwn(signatures, command.name) ? signatures[command.name] : undefined;
  return bind(command.arguments, known ?? unknownCmdlet);
}

interface Names {
  readonly all: readonly string[];
  readonly own: ReadonlySet<string>;
  readonly switches: ReadonlySet<string>;
  readonly aliases: Readonly<Record<string, string>>;
}

const prepared = new WeakMap<Signature, Names>();

function namesOf(signature: Signature): Names {
  const known = prepared.get(signature);
  if (known) return known;
  const { positions, values = [], switches = [], aliases = {} } = signature;
  const own = [...positions, ...values, ...switches];
  const names: Names = {
    all: [...own, ...commonSwitches, ...commonValues],
    own: new Set(own),
    switches: new Set([...switches, ...commonSwitches]),
    aliases: { ...commonAliases, ...aliases },
  };
  prepared.set(signature, names);
  return names;
}

function fullName(written: string, { all, own, aliases }: Names): string {
  if (Object.hasOwn(aliases, written)) return aliases[written]!;
  return own.has(written) ? written : (all.find((name) => name.startsWith(written)) ?? written);
}
