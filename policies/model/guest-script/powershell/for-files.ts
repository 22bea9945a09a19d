import { runCommandLine } from "../command-line/run";
import { asText, concatenate, open, text, type ScriptValue } from "../reading/value";
import { within } from "./cmdlets";
import { commandWords } from "./command-line-words";
import type { CommandLine } from "./commands";
import type { PowerShellRun } from "./run";
import { programOutput } from "./run-text";

/**
 * forfiles runs a command line for each file, in the folder of the file; @file and its kin stand for it.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/forfiles
 */
export function forFiles(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const words = commandWords(command);
  const at = (option: string): number => words.findIndex((word) => optionName(word) === option);
  const after = (option: string): ScriptValue | undefined => (at(option) < 0 ? undefined : words[at(option) + 1]);
  const line = after("c");
  if (!line) return programOutput();
  const before = run.scope.get(" folder");
  const from = within(before ?? open("the current folder is not known"), after("p") ?? text("."));
  const folder = at("s") < 0 ? from : everyFolder(from);
  const mask = asText(after("m") ?? text("*")).text;
  const path = asText(concatenate([folder, text(`\\${mask}`)])).text;
  const filled = asText(line);
  if (filled.is === "open") {
    run.session.hide(`forfiles runs a line that is not known: ${filled.why}`, command.line);
    return programOutput();
  }
  run.scope.set(" folder", folder);
  const standing = (name: string): string => ({ path: `"${path}"`, ext: "*", fname: "*" })[name] ?? `"${mask}"`;
  const code = filled.text.replace(/@(path|relpath|file|fname|ext)/gi, (_, name: string) =>
    standing(name.toLowerCase()),
  );
  runCommandLine(run, code, command.line);
  run.scope.set(" folder", before ?? open("the current folder is not known"));
  return programOutput();
}

function optionName(word: ScriptValue): string | undefined {
  return /^[-/]([pmscd])$/i.exec(asText(word).text)?.[1]?.toLowerCase();
}

// The deepest folder of Windows that matters to RDP lies that many folders deep.
const deepest = 5;

// /s goes into the folders below: a pattern stands for them.
function everyFolder(folder: ScriptValue): ScriptValue {
  const depth =
    asText(folder)
      .text.split(/[\\/]+/)
      .filter((part) => part !== "").length - 1;
  return concatenate([folder, text("\\*".repeat(Math.max(0, deepest - depth)))]);
}
