import type { Argument, CommandCall } from "../reading/call";
import { asText, flatten, list, open, text, type BlockValue, type ScriptValue } from "../reading/value";
import { commandName } from "./aliases";
import { bindCommand } from "./binding";
import { cmdlets } from "./cmdlets";
import type { PowerShellDocument } from "./document";
import { callFunction } from "./functions";
import { runNested } from "./nested";
import { range } from "./operators";
import { runTexts } from "./run-text";
import type { SyntaxNode } from "./syntax-node";
import type { PowerShellRun } from "./run";
import { signatures } from "./signatures";
import { variableName } from "./syntax";
import type { Word } from "./respelling/word";
import { variable, variableValue, wordValue } from "./word-value";

/** A command with its words read. */
export interface CommandLine {
  readonly name: string;
  /** The name with its folder, as it was written. */
  readonly written?: string;
  readonly arguments: readonly Argument[];
  readonly input: readonly ScriptValue[];
  readonly line: number;
}

/** Runs one command of a pipeline and gives its output. */
export function runCommand(
  run: PowerShellRun,
  document: PowerShellDocument,
  node: SyntaxNode,
  input: readonly ScriptValue[],
): ScriptValue[] {
  const line = document.lineOf(node);
  run.session.spend();
  if (document.hasErrors && node.hasError) {
    run.session.unparsable(document.texts(document.textOf(node)), "this cannot be parsed", line);
    return [open("a command cannot be parsed")];
  }
  const counted = rangeOf(run, document, document.textOf(node));
  if (counted) return [counted];
  const shares = document.textOf(node).startsWith(".");
  return runPieces(run, document, { ...split(run, document, node), shares }, input, line);
}

const end = /(-?\d+|\$\w+|\$\{~\d+\})/.source;
const wholeRange = new RegExp(`^${end}\\.\\.${end}\\s*$`);

// The grammar takes a range that begins a pipeline for a command.
function rangeOf(run: PowerShellRun, document: PowerShellDocument, code: string): ScriptValue | undefined {
  const [, from, to] = wholeRange.exec(code) ?? [];
  if (from === undefined || to === undefined) return undefined;
  return range([from, to].map((one) => (one.startsWith("$") ? variable(run, document, one) : text(one))));
}

/** Runs a command that consists of plain words. */
export function runWords(
  run: PowerShellRun,
  document: PowerShellDocument,
  [name, ...rest]: readonly Word[],
  input: readonly ScriptValue[],
): ScriptValue[] {
  if (!name) return [];
  const head = wordValue(run, document, name);
  return runPieces(run, document, { head, rest }, input, document.lineOfWord(name));
}

function runPieces(
  run: PowerShellRun,
  document: PowerShellDocument,
  { head, rest, shares = false }: Pieces,
  input: readonly ScriptValue[],
  line: number,
): ScriptValue[] {
  const args = argumentsOf(run, document, rest);
  if (head.is === "block") return run.block(head, { args, variables: fromPipeline(input), shares });
  const options = head.is === "text" ? [head] : flatten([head]);
  if (options.length === 1) return dispatch(run, options[0]!, args, input, line);
  return options.flatMap((option) => run.perhaps(() => dispatch(run, option, args, input, line)));
}

function dispatch(
  run: PowerShellRun,
  head: ScriptValue,
  args: readonly Argument[],
  input: readonly ScriptValue[],
  line: number,
): ScriptValue[] {
  const written = asText(head);
  if (head.is === "instance" && head.type === "scriptblock") {
    return runTexts(run, head.arguments[0], { what: "a script block runs", line, shares: true });
  }
  if (head.is === "instance" || written.is === "open") {
    run.session.hide(`what runs here is not known: ${written.is === "open" ? written.why : "it is an object"}`, line);
    runBlocks(run, args, input);
    return [open("the output of a command that is not known")];
  }
  const definition = run.functions.get(written.text.trim().toLowerCase());
  if (definition) return callFunction(run, definition, args, input);
  return runNamed(run, { name: commandName(written.text), written: written.text, arguments: args, input, line });
}

/** Runs a command by its name: tells the readers, looks into what it runs itself, and gives its output. */
export function runNamed(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const output = outputOf(run, command);
  if (!command.arguments.some(({ parameter }) => parameter === "ov" || parameter === "outvariable")) return output;
  const name = bindCommand(command).get("outvariable");
  if (name?.is === "text") run.scope.set(name.text.toLowerCase().replace(/^\+/, ""), list(output));
  return output;
}

function outputOf(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const cmdlet = Object.hasOwn(cmdlets, command.name) ? cmdlets[command.name] : undefined;
  const nested = runNested(run, command);
  if (nested) return nested;
  for (const one of perObject(command)) run.session.emit(callOf(run, one));
  if (cmdlet) return [...cmdlet(run, command)];
  const objects = run.session.objectsOf(callOf(run, command));
  if (objects) return [...objects];
  runBlocks(run, command.arguments, command.input);
  return [open("the output of a command is not known")];
}

// An object that comes in through the pipeline gives each parameter that is called like one of its properties.
function perObject(command: CommandLine): readonly CommandLine[] {
  const input = flatten(command.input);
  const tables = input.filter((value) => value.is === "table");
  const signature = Object.hasOwn(signatures, command.name) ? signatures[command.name] : undefined;
  if (tables.length === 0 || !signature) return [command];
  const { positions, values = [], aliases = {} } = signature;
  const names = new Set([...positions, ...values, ...Object.keys(aliases)]);
  const given = bindCommand(command);
  const rest = input.filter((value) => value.is !== "table");
  const ofTables = tables.map((table) => {
    const properties = [...table.entries].filter(([name]) => names.has(name) && !given.has(aliases[name] ?? name));
    return {
      ...command,
      arguments: [...command.arguments, ...properties.map(([parameter, value]) => ({ parameter, value }))],
      input: properties.length > 0 ? [] : [table],
    };
  });
  return rest.length > 0 ? [{ ...command, input: rest }, ...ofTables] : ofTables;
}

/** A command as the readers see it. */
export function callOf(run: PowerShellRun, command: CommandLine): CommandCall {
  const { branch } = run.session;
  return { kind: "command", shell: "powershell", ...command, branch, folder: currentFolder(run) };
}

export function currentFolder(run: PowerShellRun): ScriptValue {
  return run.scope.get(" folder") ?? open("the current folder is not known");
}

// A command that nobody knows may run the blocks that it is given.
function runBlocks(run: PowerShellRun, args: readonly Argument[], input: readonly ScriptValue[]): void {
  for (const { value } of args) {
    for (const block of blocksIn(value))
      run.perhaps(() => run.block(block, { variables: fromPipeline(input), shares: true }));
  }
}

function blocksIn(value: ScriptValue | undefined): BlockValue[] {
  if (value?.is === "block") return [value];
  if (value?.is === "list") return value.items.flatMap(blocksIn);
  return value?.is === "table" ? [...value.entries.values()].flatMap(blocksIn) : [];
}

function fromPipeline(input: readonly ScriptValue[]): Record<string, ScriptValue> {
  if (input.length === 0) return {};
  return { _: input.length === 1 ? input[0]! : { is: "list", items: input } };
}

interface Pieces {
  readonly head: ScriptValue;
  readonly rest: readonly Word[];
  /** True where it is dot-sourced: what it sets stays. */
  readonly shares?: boolean;
}

// The speller leaves marks for all words of a command line.
function split(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): Pieces {
  const [name, ...rest] = document.wordsOf(document.textOf(node));
  return { head: name ? wordValue(run, document, name) : open("a command has no name"), rest };
}

function argumentsOf(run: PowerShellRun, document: PowerShellDocument, words: readonly Word[]): Argument[] {
  const args: Argument[] = [];
  // "-Path:" and the value behind it are one argument.
  let awaiting: string | undefined;
  const add = (argument?: Argument): void => {
    if (awaiting !== undefined && argument?.value) args.push({ parameter: awaiting, value: argument.value });
    else {
      if (awaiting !== undefined) args.push({ parameter: awaiting });
      if (argument) args.push(argument);
    }
    awaiting = undefined;
  };
  for (const word of words) {
    const [first] = word.parts;
    if (!first || word.kind === "word" || word.kind === "list") add({ value: wordValue(run, document, word) });
    else if (word.kind === "splat") {
      for (const one of splat(variableValue(run, variableName("variable" in first ? first.variable : "").name)))
        add(one);
    } else {
      const parameter = "text" in first ? first.text.toLowerCase() : "";
      add(word.kind === "bound-parameter" ? undefined : { parameter });
      if (word.kind === "bound-parameter") awaiting = parameter;
    }
  }
  add();
  return args;
}

function splat(value: ScriptValue): Argument[] {
  if (value.is === "table") return [...value.entries].map(([parameter, entry]) => ({ parameter, value: entry }));
  return value.is === "list" ? value.items.map((item) => ({ value: item })) : [{ value }];
}
