import { isThisComputer } from "../reading/this-computer";
import { asText, emptyText, flatten, list, type ScriptValue } from "../reading/value";
import { bindCommand } from "./binding";
import { commandWords } from "./command-line-words";
import type { CommandLine } from "./commands";
import { setting } from "./properties";

/** A program that is started with a line of arguments; without a program the line begins with it. */
export interface ProcessStart {
  readonly program?: ScriptValue;
  readonly line: ScriptValue | undefined;
}

interface MethodUse {
  readonly isStatic: boolean;
  readonly target: ScriptValue;
  readonly name: string;
  readonly arguments: readonly ScriptValue[];
}

/** The program that a method starts: of Process, of the objects of scripts' hosts, of Win32_Process. */
export function startedByMethod({ isStatic, target, name, arguments: args }: MethodUse): ProcessStart | undefined {
  const [first, second] = args;
  if (isStatic) {
    if (asText(target).text !== "diagnostics.process" || name !== "start" || !first) return undefined;
    return fromSettings(first) ?? { program: first, line: second };
  }
  if (target.is !== "instance") return undefined;
  if (target.type === "diagnostics.process" && name === "start") {
    return fromSettings(setting(target, "startinfo") ?? target);
  }
  if (target.type === "wmi") return name === "create" && isProcessClass(target) ? { line: first } : undefined;
  if (target.type === "com wscript.shell" && (name === "run" || name === "exec")) return { line: first };
  if (target.type !== "com shell.application" || name !== "shellexecute" || !first) return undefined;
  return { program: first, line: second };
}

/** The program that Invoke-CimMethod, Invoke-WmiMethod or wmic starts through Win32_Process; undefined where it does else. */
export function startedByCommand(command: CommandLine): ProcessStart | undefined {
  if (command.name === "wmic") return byWmic(commandWords(command));
  const bound = bindCommand(command);
  const subject = ["classname", "class", "cimclass", "path", "inputobject"].flatMap((name) => bound.get(name) ?? []);
  const method = bound.get("methodname") ?? bound.get("name") ?? emptyText;
  const computer = bound.get("computername");
  if (asText(method).text.toLowerCase() !== "create" || ![...subject, ...command.input].some(isProcessClass))
    return undefined;
  if (computer && isThisComputer(computer) === false) return undefined;
  const given = bound.get("arguments") ?? bound.get("argumentlist");
  return { line: given?.is === "table" ? given.entries.get("commandline") : given && flatten([given])[0] };
}

// wmic process call create "line"
function byWmic(words: readonly ScriptValue[]): ProcessStart | undefined {
  const plain = words.map((word) => asText(word).text.toLowerCase());
  const at = plain.indexOf("create");
  const isProcess = plain.slice(0, at).some((word) => word === "process" || word === "win32_process");
  return at > 0 && isProcess && plain[at - 1] === "call" ? { line: list(words.slice(at + 1)) } : undefined;
}

function isProcessClass(value: ScriptValue): boolean {
  if (value.is === "instance") return value.arguments.some(isProcessClass);
  return /(^|:)win32_process$/i.test(asText(value).text);
}

// ProcessStartInfo as an object, as its arguments or as a table.
function fromSettings(info: ScriptValue): ProcessStart | undefined {
  const isInfo = info.is === "instance" && info.type === "diagnostics.processstartinfo";
  const [first, second] = isInfo ? flatten(info.arguments) : [];
  const of = (name: string): ScriptValue | undefined =>
    info.is === "table" ? info.entries.get(name) : info.is === "instance" ? setting(info, name) : undefined;
  const program = of("filename") ?? first;
  return program && { program, line: of("arguments") ?? of("argumentlist") ?? second };
}
