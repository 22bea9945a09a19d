import { asText, concatenate, flatten, list, open, text, type ScriptValue } from "../reading/value";
import { base64Text } from "../reading/decode";
import { runCommandLine } from "../command-line/run";
import { programWords } from "../command-line/words";
import { bindCommand } from "./binding";
import { programName } from "./aliases";
import { runNamed, type CommandLine } from "./commands";
import type { PowerShellRun } from "./run";

type Nested = (run: PowerShellRun, command: CommandLine) => ScriptValue[] | undefined;

/** Looks into commands that run other code; undefined for all that do not. */
export function runNested(run: PowerShellRun, command: CommandLine): ScriptValue[] | undefined {
  return Object.hasOwn(nested, command.name) ? nested[command.name]!(run, command) : undefined;
}

const output = (): ScriptValue[] => [open("the output of a program is not known")];

const nested: Readonly<Record<string, Nested>> = {
  "invoke-expression": (run, command) => {
    const given = bindCommand(command).get("command") ?? (command.input[0] && list(command.input));
    return runTexts(run, given, "Invoke-Expression runs", command.line, true);
  },
  "invoke-command": (run, command) => {
    const bound = bindCommand(command);
    return runBlock(
      run,
      bound.get("scriptblock") ?? bound.get("filepath"),
      bound.get("argumentlist"),
      "Invoke-Command runs",
      command.line,
    );
  },
  "start-job": (run, command) => {
    const bound = bindCommand(command);
    return runBlock(
      run,
      bound.get("scriptblock") ?? bound.get("filepath"),
      bound.get("argumentlist"),
      "Start-Job runs",
      command.line,
    );
  },
  "start-process": (run, command) => {
    const bound = bindCommand(command);
    const program = asText(bound.get("filepath") ?? open("a program is missing"));
    const args = bound.get("argumentlist");
    const line = args ? asText(list(flatten([args]))) : text("");
    if (program.is === "open" || line.is === "open") {
      const why = program.is === "open" ? program.why : line.is === "open" ? line.why : "";
      return startOpen(run, command, program, line, why);
    }
    const words = programWords(line.text).map((word) => ({ value: text(word) }));
    return runNamed(run, { ...command, name: programName(program.text), arguments: words, input: [] });
  },
  forfiles: forFiles,
  powershell: runPowerShell,
  pwsh: runPowerShell,
  cmd: (run, command) => {
    const line = commandText(command);
    if (line.is === "open") {
      run.session.hide(`cmd runs a line that is not known: ${line.why}`, command.line);
      return output();
    }
    const after = /^(?:\s*\/[^ckr\s]\S*)*\s*\/[ckr]\s*(.*)$/is.exec(line.text);
    if (after) runCommandLine(run, unquoted(after[1]!), command.line);
    return output();
  },
};

// forfiles runs a command line for each file: @path stands for it.
function forFiles(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const words = commandWords(command).map((word) => asText(word).text);
  const after = (option: string): string | undefined => {
    const at = words.findIndex((word) => word.toLowerCase() === option);
    return at < 0 ? undefined : words[at + 1];
  };
  const mask = after("/m") ?? "*";
  const path = `${after("/p") ?? "."}\\${mask}`;
  const line = after("/c");
  if (line) runCommandLine(run, line.replace(/@path/gi, `"${path}"`).replace(/@file/gi, `"${mask}"`), command.line);
  return output();
}

// The words are not known exactly; the reader still sees what is known of them.
function startOpen(
  run: PowerShellRun,
  command: CommandLine,
  program: ScriptValue,
  line: ScriptValue,
  why: string,
): ScriptValue[] {
  if (program.is !== "text") {
    run.session.hide(`Start-Process starts a program that is not known: ${why}`, command.line);
    return output();
  }
  const name = programName(program.text);
  if (name === "cmd" || name === "powershell" || name === "pwsh") {
    run.session.hide(`${name} runs a text that is not known: ${why}`, command.line);
    return output();
  }
  const words = programWords(asText(line).text).map((word) => ({
    value: word.includes("\ufffc") ? open(why, word) : text(word),
  }));
  return runNamed(run, { ...command, name, arguments: words, input: [] });
}

/** Runs what a value holds as PowerShell text; `shares` where it shares the variables around. */
function runTexts(
  run: PowerShellRun,
  given: ScriptValue | undefined,
  what: string,
  line: number,
  shares: boolean,
): ScriptValue[] {
  if (!given) return [];
  const options = given.is === "choice" ? given.options : [given];
  return options.flatMap((option) => {
    const code = asText(
      option.is === "list" ? concatenate(option.items.flatMap((item) => [item, text("\n")])) : option,
    );
    if (code.is === "open") {
      run.session.hide(`${what} a text that is not known: ${code.why}`, line);
      return output();
    }
    run.session.note(code.text);
    const runText = (): ScriptValue[] => run.text(code.text, line);
    return shares ? runText() : run.process(runText);
  });
}

function runBlock(
  run: PowerShellRun,
  block: ScriptValue | undefined,
  args: ScriptValue | undefined,
  what: string,
  line: number,
): ScriptValue[] {
  if (block?.is === "block") return run.block(block, { args: list(flatten(args ? [args] : [])) });
  if (block?.is === "instance" && block.type === "scriptblock")
    return runTexts(run, block.arguments[0], what, line, false);
  run.session.hide(`${what} code that is not known`, line);
  return output();
}

function commandText(command: CommandLine): ReturnType<typeof asText> {
  return asText(list(commandWords(command)));
}

/** Words as a program gets them. */
function commandWords({ arguments: args }: CommandLine): ScriptValue[] {
  return args.flatMap(({ parameter, value }) => [
    ...(parameter === undefined ? [] : [text(`-${parameter}`)]),
    ...(value ? (value.is === "list" ? flatten(value.items) : [value]) : []),
  ]);
}

// cmd takes away the outer quotes of its whole line.
function unquoted(line: string): string {
  const trimmed = line.trim();
  return trimmed.startsWith('"') && trimmed.endsWith('"') && trimmed.length > 1 ? trimmed.slice(1, -1) : trimmed;
}

const powerShellValues = [
  "executionpolicy",
  "version",
  "inputformat",
  "outputformat",
  "windowstyle",
  "configurationname",
  "psconsolefile",
  "workingdirectory",
  "settingsfile",
];
const powerShellSwitches = ["noprofile", "nologo", "noninteractive", "noexit", "sta", "mta", "login"];
const powerShellAliases: Readonly<Record<string, string>> = {
  ep: "executionpolicy",
  ex: "executionpolicy",
  e: "encodedcommand",
  ec: "encodedcommand",
  nop: "noprofile",
  noni: "noninteractive",
  w: "windowstyle",
  v: "version",
  c: "command",
  f: "file",
  wd: "workingdirectory",
  i: "inputformat",
  o: "outputformat",
};

/** powershell.exe and pwsh: finds the command, the encoded command or the file. */
function runPowerShell(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const words = commandWords(command);
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const written = word.is === "text" ? /^[-/]([a-z]+)$/i.exec(word.text)?.[1] : undefined;
    const option = written === undefined ? undefined : optionName(written.toLowerCase());
    const rest = words.slice(at + 1);
    if (option === "encodedcommand") return runEncoded(run, asText(rest[0] ?? text("")), command.line);
    if (option === "command") return runGiven(run, rest, command);
    if (option !== undefined && powerShellValues.includes(option)) at++;
    else if (option === "file" || (option === undefined && !takesCommand(command.name, word))) {
      run.session.hide("powershell runs a file that is not part of the stack", command.line);
      return output();
    } else if (option === undefined) return runGiven(run, words.slice(at), command);
  }
  if (command.input.length > 0) return runTexts(run, list(command.input), "powershell runs", command.line, false);
  return output();
}

// Without -Command, Windows PowerShell takes what follows for a command, PowerShell 7 for a file.
function takesCommand(name: string, word: ScriptValue): boolean {
  return name === "powershell" && !(word.is === "text" && /^[^\s;|&]+\.ps1$/i.test(word.text.trim()));
}

function runGiven(run: PowerShellRun, given: readonly ScriptValue[], command: CommandLine): ScriptValue[] {
  const [first] = given;
  if (first?.is === "block") return run.process(() => run.block(first));
  const piped = given.length === 1 && first?.is === "text" && first.text === "-";
  const code = piped ? list(command.input) : concatenate(given.flatMap((word) => [word, text(" ")]));
  return runTexts(run, code, "powershell runs", command.line, false);
}

function runEncoded(run: PowerShellRun, encoded: ReturnType<typeof asText>, line: number): ScriptValue[] {
  if (encoded.is === "open") run.session.hide(`the encoded command is not known: ${encoded.why}`, line);
  else {
    const { text: code, why } = base64Text(encoded.text);
    if (code === undefined) run.session.unresolved("any", `the encoded command cannot be read: ${why}`, line);
    else runTexts(run, text(code), "powershell runs", line, false);
  }
  return output();
}

function optionName(written: string): string | undefined {
  if (Object.hasOwn(powerShellAliases, written)) return powerShellAliases[written];
  const all = ["command", "encodedcommand", "file", ...powerShellValues, ...powerShellSwitches];
  return all.find((name) => name.startsWith(written));
}
