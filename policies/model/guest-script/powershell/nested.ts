import { runCommandLine } from "../command-line/run";
import { programWords } from "../command-line/words";
import { asText, flatten, hole, list, open, text, type ScriptValue } from "../reading/value";
import { programName } from "./aliases";
import { bindCommand } from "./binding";
import { commandWords } from "./command-line-words";
import { runNamed, type CommandLine } from "./commands";
import { runPowerShellProgram } from "./powershell-program";
import type { PowerShellRun } from "./run";
import { programOutput, runCode, runFile, runTexts } from "./run-text";

type Nested = (run: PowerShellRun, command: CommandLine) => ScriptValue[];

/** Looks into commands that run other code; undefined for all that do not. */
export function runNested(run: PowerShellRun, command: CommandLine): ScriptValue[] | undefined {
  if (Object.hasOwn(nested, command.name)) return nested[command.name]!(run, command);
  if (!/\.(ps1|psm1|cmd|bat|vbs|js|wsf)$/.test(command.name)) return undefined;
  return runFile(run, text(command.written ?? command.name), "it runs", command.line);
}

const nested: Readonly<Record<string, Nested>> = {
  "invoke-expression": (run, command) => {
    const given = bindCommand(command).get("command") ?? (command.input.length > 0 ? list(command.input) : undefined);
    return runTexts(run, given, { what: "Invoke-Expression runs", line: command.line, shares: true });
  },
  "invoke-command": (run, command) => runBlockOf(run, command, "Invoke-Command runs"),
  "start-job": (run, command) => runBlockOf(run, command, "Start-Job runs"),
  "start-process": startProcess,
  powershell: runPowerShellProgram,
  pwsh: runPowerShellProgram,
  cmd: runCmd,
  forfiles: forFiles,
};

function runBlockOf(run: PowerShellRun, command: CommandLine, what: string): ScriptValue[] {
  const bound = bindCommand(command);
  const code = bound.get("scriptblock") ?? bound.get("filepath");
  return runCode(run, code, bound.get("argumentlist"), { what, line: command.line, shares: true });
}

function startProcess(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const bound = bindCommand(command);
  const program = asText(bound.get("filepath") ?? open("no program is named"));
  if (program.is === "open") {
    run.session.hide(`Start-Process starts a program that is not known: ${program.why}`, command.line);
    return programOutput();
  }
  const name = programName(program.text);
  const given = bound.get("argumentlist");
  const line = given ? asText(list(flatten([given]))) : text("");
  if (line.is === "open" && Object.hasOwn(nested, name)) {
    run.session.hide(`${name} runs a text that is not known: ${line.why}`, command.line);
    return programOutput();
  }
  const words = programWords(line.text).map((word) => ({
    value: word.includes(hole) && line.is === "open" ? open(line.why, word) : text(word),
  }));
  return runNamed(run, { ...command, name, arguments: words, input: [] });
}

function runCmd(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const line = asText(list(commandWords(command).map(quoted)));
  if (line.is === "open") run.session.hide(`cmd runs a line that is not known: ${line.why}`, command.line);
  else {
    const after = /^(?:\s*\/[^ckr\s]\S*)*\s*\/[ckr]\s*(.*)$/is.exec(line.text);
    if (after) runCommandLine(run, unquoted(after[1]!), command.line);
  }
  return programOutput();
}

// A word that holds blanks reaches cmd in quotes: "Terminal Server" stays one word of the line behind /c.
function quoted(word: ScriptValue): ScriptValue {
  const written = asText(word);
  return /^[^/].*\s/s.test(written.text) ? { ...written, text: `"${written.text}"` } : written;
}

// cmd takes away the outer quotes of its whole line.
function unquoted(line: string): string {
  const trimmed = line.trim();
  return trimmed.startsWith('"') && trimmed.endsWith('"') && trimmed.length > 1 ? trimmed.slice(1, -1) : trimmed;
}

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
  return programOutput();
}
