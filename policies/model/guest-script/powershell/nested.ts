import { runCommandLine } from "../command-line/run";
import { programWords } from "../command-line/words";
import { isThisComputer } from "../reading/this-computer";
import { asText, flatten, hole, list, open, text, type ScriptValue } from "../reading/value";
import { programName } from "./aliases";
import { bindCommand } from "./binding";
import { commandWords } from "./command-line-words";
import { runNamed, type CommandLine } from "./commands";
import { forFiles } from "./for-files";
import { runPowerShellProgram } from "./powershell-program";
import { startedByCommand, type ProcessStart } from "./process-start";
import type { PowerShellRun } from "./run";
import { programOutput, runCode, runFile, runTexts } from "./run-text";

type Nested = (run: PowerShellRun, command: CommandLine) => ScriptValue[] | undefined;

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
  "invoke-command": (run, command) =>
    runsElsewhere(command)
      ? [open("the output of another computer is not known")]
      : runBlockOf(run, command, "Invoke-Command runs"),
  "start-job": (run, command) => runBlockOf(run, command, "Start-Job runs"),
  "start-process": startProcess,
  powershell: runPowerShellProgram,
  pwsh: runPowerShellProgram,
  cmd: runCmd,
  wmic: runStarted,
  "invoke-cimmethod": runStarted,
  "invoke-wmimethod": runStarted,
  forfiles: forFiles,
};

// Win32_Process.Create starts a program with a line.
function runStarted(run: PowerShellRun, command: CommandLine): ScriptValue[] | undefined {
  const start = startedByCommand(command);
  return start && startProgram(run, start, command.line);
}

// With -ComputerName the block runs on those computers alone.
function runsElsewhere(command: CommandLine): boolean {
  const named = flatten([bindCommand(command).get("computername") ?? text("localhost")]);
  return named.every((one) => isThisComputer(one) === false);
}

function runBlockOf(run: PowerShellRun, command: CommandLine, what: string): ScriptValue[] {
  const bound = bindCommand(command);
  const first = bound.get("initializationscript");
  if (first) runCode(run, first, undefined, { what, line: command.line, shares: true });
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
  return startProgram(run, { program, line: bound.get("argumentlist") }, command.line);
}

/** Starts a program as Windows does: from a line for it, or with a line that begins with its name. */
export function startProgram(run: PowerShellRun, { program, line: given }: ProcessStart, at: number): ScriptValue[] {
  const line = given ? asText(list(flatten([given]))) : text("");
  const words = programWords(line.text).map((word) =>
    word.includes(hole) && line.is === "open" ? open(line.why, word) : text(word),
  );
  const first = program ? asText(program) : (words.shift() ?? text(""));
  const name = programName(first.text);
  const reads = Object.hasOwn(nested, name);
  const unknown = first.is === "open" ? first : reads && line.is === "open" ? line : undefined;
  if (unknown) {
    const what =
      first.is === "open" ? "a program that is not known is started" : `${name} runs a text that is not known`;
    run.session.hide(`${what}: ${unknown.why}`, at);
    return programOutput();
  }
  return runNamed(run, {
    name,
    written: first.text,
    arguments: words.map((value) => ({ value })),
    input: [],
    line: at,
  });
}

function runCmd(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const line = asText(list(commandWords(command).map(quoted)));
  if (line.is === "open") run.session.hide(`cmd runs a line that is not known: ${line.why}`, command.line);
  else {
    const after = /^(?:\s*\/[^ckr\s]\S*)*\s*\/[ckr]\s*(.*)$/is.exec(line.text);
    if (after) runCommandLine(run, unquoted(after[1]!), command.line);
    else runPiped(run, command);
  }
  return programOutput();
}

// Without a line of its own, cmd runs what comes in.
function runPiped(run: PowerShellRun, command: CommandLine): void {
  for (const each of flatten(command.input)) {
    const line = asText(each);
    if (line.is === "text") runCommandLine(run, line.text, command.line);
    else run.session.hide(`cmd runs a line that is not known: ${line.why}`, command.line);
  }
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
