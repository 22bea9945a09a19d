import { bindCommand } from "../powershell/binding";
import type { CommandCall, FactReader, Shell } from "../reading/call";
import { asText, flatten, list, open, text, type OpenValue, type ScriptValue, type TextValue } from "../reading/value";

/** A script that a deployment script hands to a machine. */
export interface HandedScript {
  readonly script: TextValue | OpenValue;
  readonly shell: Shell;
  readonly line: number;
}

type Finder = (call: CommandCall) => HandedScript[];

const cmdlets: Readonly<Record<string, Finder>> = {
  "invoke-azvmruncommand": runCommandCmdlet,
  "invoke-azvmssvmruncommand": runCommandCmdlet,
  "set-azvmruncommand": runCommandCmdlet,
  "set-azvmssvmruncommand": runCommandCmdlet,
  "set-azvmextension": extensionCmdlet,
  az: (call) =>
    az(
      call.arguments.flatMap(({ value }) => flatten(value ? [value] : []).map(asText)),
      call.line,
    ),
};

/** Ways in which deployment scripts hand scripts to machines. */
export const guestCommands = { az, reader };

/** A reader that makes no facts but tells the scripts that are handed on. */
function reader(found: (scripts: readonly HandedScript[]) => void): FactReader {
  return {
    topic: "machine-keys",
    words: ["runcommand", "run-command", "azvmextension", "extensionset", "customscript"],
    mentions: () => false,
    read(call) {
      if (call.kind === "command" && Object.hasOwn(cmdlets, call.name)) found(cmdlets[call.name]!(call));
      return [];
    },
  };
}

function runCommandCmdlet(call: CommandCall): HandedScript[] {
  const bound = bindCommand(call);
  const script = bound.get("scriptstring") ?? bound.get("sourcescript");
  if (script) return [{ script: asText(script), shell: "powershell", line: call.line }];
  const path = bound.get("scriptpath") ?? bound.get("scriptlocalpath");
  return path ? [{ script: openFile(path), shell: "powershell", line: call.line }] : [];
}

function extensionCmdlet(call: CommandCall): HandedScript[] {
  const bound = bindCommand(call);
  return ["settingstring", "settings", "protectedsettingstring", "protectedsettings"].flatMap((name) => {
    const value = bound.get(name);
    return value ? fromSettings(value, call.line) : [];
  });
}

function fromSettings(value: ScriptValue, line: number): HandedScript[] {
  const command = value.is === "table" ? value.entries.get("commandtoexecute") : commandInJson(asText(value));
  return command ? [{ script: asText(command), shell: "cmd", line }] : [];
}

function commandInJson(json: TextValue | OpenValue): ScriptValue | undefined {
  try {
    const settings = JSON.parse(json.text) as { commandToExecute?: unknown };
    if (typeof settings.commandToExecute !== "string") return undefined;
    return json.is === "open" ? open(json.why, settings.commandToExecute) : text(settings.commandToExecute);
  } catch {
    return json;
  }
}

/** az vm run-command invoke --scripts …, az vm run-command create --script …, az vm extension set --settings … */
function az(words: readonly (TextValue | OpenValue)[], line: number): HandedScript[] {
  if (words[0]?.text !== "az") words = [text("az"), ...words];
  const command = words.slice(1, 4).map(({ text: word }) => word.toLowerCase());
  if (command[0] !== "vm" && command[0] !== "vmss") return [];
  if (command[1] === "run-command") {
    const lines = [...optionValues(words, "--scripts"), ...optionValues(words, "--script")];
    if (lines.length === 0) return [];
    const script = lines.some(({ text: word }) => word.startsWith("@")) ? openFile(list(lines)) : joined(lines);
    return [{ script, shell: "powershell", line }];
  }
  if (command[1] !== "extension") return [];
  return [...optionValues(words, "--settings"), ...optionValues(words, "--protected-settings")].flatMap((value) =>
    fromSettings(value, line),
  );
}

// "--name value value" and "--name=value", up to the next option.
function optionValues(words: readonly (TextValue | OpenValue)[], name: string): (TextValue | OpenValue)[] {
  const values: (TextValue | OpenValue)[] = [];
  let inside = false;
  for (const word of words) {
    if (word.text.startsWith(`${name}=`)) values.push({ ...word, text: word.text.slice(name.length + 1) });
    if (/^--?[a-z]/.test(word.text)) inside = word.text === name;
    else if (inside) values.push(word);
  }
  return values;
}

function joined(lines: readonly (TextValue | OpenValue)[]): TextValue | OpenValue {
  const whole = lines.map(({ text: line }) => line).join("\n");
  const unknown = lines.find((line): line is OpenValue => line.is === "open");
  return unknown ? open(unknown.why, whole) : text(whole);
}

function openFile(path: ScriptValue): OpenValue {
  return open("it stands in a file", asText(path).text);
}
