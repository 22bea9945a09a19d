import * as path from "node:path";

/** One argument of a `pulumi` command line: a word, or a flag with the value that it takes. */
export type Argument =
  | { readonly kind: "word"; readonly text: string }
  | {
      readonly kind: "flag";
      /** The flag's long name, if it is known. */
      readonly name: string;
      /** The flag as typed, without its value. */
      readonly typed: string;
      readonly value?: string;
      /** True if flag and value are one argument, as in `--stack=dev` and `-sdev`. */
      readonly joined: boolean;
    };

/** What the offline runner needs to know of a command line. */
export interface CommandLine {
  readonly args: readonly Argument[];
  /** The first word, such as `preview`; undefined where there are only flags. */
  readonly command?: string;
  /** The value of --stack. */
  readonly stack?: string;
  /** The value of --cwd, as typed. */
  readonly cwd?: string;
}

const FLAGS_WITH_VALUE = new Set(
  `color config config-file copy-config-from cwd event-log exclude file from generate-resources import-file
  import-pending-creates memprofilerate message otel-traces out parallel parent path plan policy-pack policy-pack-config
  profiling properties provider replace save-plan secrets-provider since stack target target-replace tracing
  tracing-header type verbose`.split(/\s+/),
);

/** Flags whose value is a path; Pulumi itself reads them from --cwd. */
const PATH_FLAGS = new Set(
  "config-file event-log file generate-resources import-file out plan policy-pack policy-pack-config profiling save-plan".split(
    " ",
  ),
);

/** Flags that take several paths with commas between them, except under `pulumi policy`. */
const PATH_LIST_FLAGS = new Set(["policy-pack", "policy-pack-config"]);

const LETTERS: Readonly<Record<string, string>> = {
  c: "config",
  C: "cwd",
  m: "message",
  p: "parallel",
  s: "stack",
  t: "target",
  v: "verbose",
  x: "exclude",
};

/** `import` alone gives these letters a value. */
const IMPORT_LETTERS: Readonly<Record<string, string>> = { ...LETTERS, f: "file", o: "out" };

/** Reads a command line as Pulumi does. Odd input is kept as it is: Pulumi refuses it better than this can. */
export function readCommandLine(typed: readonly string[]): CommandLine {
  const args: Argument[] = [];
  let command: string | undefined;
  const rest = [...typed];
  for (let text = rest.shift(); text !== undefined; text = rest.shift()) {
    if (text === "--") {
      args.push(...[text, ...rest.splice(0)].map((word): Argument => ({ kind: "word", text: word })));
    } else if (text.startsWith("--")) {
      args.push(readLongFlag(text, rest));
    } else if (text.startsWith("-") && text !== "-") {
      args.push(readLetters(text, rest, command === "import" ? IMPORT_LETTERS : LETTERS));
    } else {
      command ??= text;
      args.push({ kind: "word", text });
    }
  }
  const [stack, cwd] = [lastValue(args, "stack"), lastValue(args, "cwd")];
  return {
    args,
    ...(command === undefined ? {} : { command }),
    ...(stack === undefined ? {} : { stack }),
    ...(cwd === undefined ? {} : { cwd }),
  };
}

/** True if a flag is on the command line. */
export function hasFlag(line: CommandLine, ...names: readonly string[]): boolean {
  return line.args.some((argument) => argument.kind === "flag" && names.includes(argument.name));
}

/**
 * The arguments as strings again, with every path made absolute from the folder where the command was typed, and with
 * more arguments behind the command.
 */
export function withAbsolutePaths(line: CommandLine, folder: string, behindCommand: readonly string[] = []): string[] {
  const command = line.args.find((argument) => argument.kind === "word");
  return line.args.flatMap((argument) => {
    if (argument.kind === "word") return [argument.text, ...(argument === command ? behindCommand : [])];
    const { name, typed, value, joined } = argument;
    if (value === undefined) return [typed];
    const isList = PATH_LIST_FLAGS.has(name) && line.command !== "policy";
    const absolute = PATH_FLAGS.has(name) ? absoluteValue(value, folder, isList) : value;
    return joined ? [typed + (typed.startsWith("--") ? "=" : "") + absolute] : [typed, absolute];
  });
}

function absoluteValue(value: string, folder: string, isList: boolean): string {
  const absolute = (one: string) => (one === "" || one === "-" ? one : path.resolve(folder, one));
  if (!isList || value.includes('"')) return absolute(value);
  // Pulumi reads the list as a line of CSV.
  const quoted = (one: string) => (/[",]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one);
  return value
    .split(",")
    .map((one) => quoted(absolute(one)))
    .join(",");
}

function readLongFlag(text: string, rest: string[]): Argument {
  const equals = text.indexOf("=");
  if (equals >= 0) {
    const typed = text.slice(0, equals);
    return { kind: "flag", name: typed.slice(2), typed, value: text.slice(equals + 1), joined: true };
  }
  const name = text.slice(2);
  const value = FLAGS_WITH_VALUE.has(name) ? rest.shift() : undefined;
  return { kind: "flag", name, typed: text, joined: false, ...(value === undefined ? {} : { value }) };
}

/** Letters may stand in one argument; the first that takes a value takes what follows it. */
function readLetters(text: string, rest: string[], letters: Readonly<Record<string, string>>): Argument {
  for (let position = 1; position < text.length; position++) {
    const name = letters[text.charAt(position)];
    if (name === undefined) continue;
    const typed = text.slice(0, position + 1);
    const attached = text.slice(position + 1).replace(/^=/, "");
    if (attached !== "") return { kind: "flag", name, typed, value: attached, joined: true };
    const value = rest.shift();
    return { kind: "flag", name, typed, joined: false, ...(value === undefined ? {} : { value }) };
  }
  return { kind: "flag", name: text === "-h" ? "help" : text.slice(1), typed: text, joined: false };
}

function lastValue(args: readonly Argument[], name: string): string | undefined {
  let last: string | undefined;
  for (const argument of args) if (argument.kind === "flag" && argument.name === name) last = argument.value ?? last;
  return last;
}
