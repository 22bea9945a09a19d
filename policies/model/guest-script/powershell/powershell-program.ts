import { base64Text } from "../reading/decode";
import { asText, concatenate, list, text, type ScriptValue } from "../reading/value";
import type { CommandLine } from "./commands";
import { commandWords } from "./command-line-words";
import type { PowerShellRun } from "./run";
import { programOutput, runFile, runTexts } from "./run-text";

// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_powershell_exe
const valueOptions = [
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
const otherOptions = [
  "command",
  "encodedcommand",
  "file",
  "noprofile",
  "nologo",
  "noninteractive",
  "noexit",
  "sta",
  "mta",
];
const shortOptions: Readonly<Record<string, string>> = {
  c: "command",
  e: "encodedcommand",
  ec: "encodedcommand",
  ep: "executionpolicy",
  ex: "executionpolicy",
  f: "file",
  i: "inputformat",
  nop: "noprofile",
  noni: "noninteractive",
  o: "outputformat",
  v: "version",
  w: "windowstyle",
  wd: "workingdirectory",
};

/** powershell.exe and pwsh: finds the command, the encoded command or the file. */
export function runPowerShellProgram(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const words = commandWords(command);
  const use = { what: `${command.name} runs`, line: command.line, shares: false };
  for (let at = 0; at < words.length; at++) {
    const option = optionName(words[at]!);
    const rest = words.slice(at + 1);
    if (option === "encodedcommand") return runEncoded(run, rest[0] ?? text(""), command);
    if (option === "command") return runGiven(run, rest, command);
    if (option !== undefined && valueOptions.includes(option)) at++;
    else if (option === undefined && takesCommand(command.name, words[at]!)) {
      return runGiven(run, words.slice(at), command);
    } else if (option === "file" || option === undefined) {
      return runFile(run, option === "file" ? rest[0] : words[at], `${command.name} runs`, command.line);
    }
  }
  return command.input.length > 0 ? runTexts(run, list(command.input), use) : programOutput();
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
  return runTexts(run, code, { what: `${command.name} runs`, line: command.line, shares: false });
}

function runEncoded(run: PowerShellRun, given: ScriptValue, { name, line }: CommandLine): ScriptValue[] {
  const encoded = asText(given);
  if (encoded.is === "open") run.session.hide(`the encoded command is not known: ${encoded.why}`, line);
  else {
    const { text: code, why } = base64Text(encoded.text);
    if (code === undefined) run.session.unresolved("any", `the encoded command cannot be read: ${why}`, line);
    else return runTexts(run, text(code), { what: `${name} runs`, line, shares: false });
  }
  return programOutput();
}

function optionName(word: ScriptValue): string | undefined {
  const written = word.is === "text" ? /^[-/]([a-z]+)$/i.exec(word.text)?.[1]?.toLowerCase() : undefined;
  if (written === undefined) return undefined;
  if (Object.hasOwn(shortOptions, written)) return shortOptions[written];
  return [...otherOptions, ...valueOptions].find((name) => name.startsWith(written));
}
