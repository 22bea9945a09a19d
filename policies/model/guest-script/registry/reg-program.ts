import { commandWords } from "../powershell/command-line-words";
import type { CommandCall, ScriptContext } from "../reading/call";
import { asText, emptyText, open, type ScriptValue } from "../reading/value";
import type { RegistryAction } from "./action";
import { isTextType, registryData } from "./data";
import { keyUse } from "./keys";
import { regFileActions } from "./reg-file";

/** reg.exe: https://learn.microsoft.com/windows-server/administration/windows-commands/reg */
export function regProgram(call: CommandCall, script: ScriptContext): RegistryAction[] {
  const [verb, key, ...rest] = commandWords(call);
  if (!verb || !key) return [];
  switch (asText(verb).text.toLowerCase()) {
    case "add":
      return added(key, rest);
    case "delete":
      return deleted(key, rest);
    case "import":
      return imported(key, script);
    case "copy":
      return rest.slice(0, 1).map((target) => handedOver(target));
    case "restore":
      return [handedOver(key)];
    default:
      return [];
  }
}

function handedOver(target: ScriptValue): RegistryAction {
  return { does: "hand-over", values: [target], why: "what reg puts there is not known" };
}

/** regedit, which imports the file that it is given. */
export function regedit(call: CommandCall, script: ScriptContext): RegistryAction[] {
  const words = commandWords(call);
  if (words.some((word) => /^[-/]e/i.test(asText(word).text))) return [];
  return words.filter((word) => !/^[-/][a-z]$/i.test(asText(word).text)).flatMap((file) => imported(file, script));
}

function imported(file: ScriptValue, script: ScriptContext): RegistryAction[] {
  const content = script.writtenFile(asText(file).text);
  if (content) return regFileActions(content);
  return [{ does: "hide", why: "the file that it imports is not part of the script" }];
}

function added(key: ScriptValue, words: readonly ScriptValue[]): RegistryAction[] {
  const name = after(words, "/v");
  // Without a name it creates the key, or sets the value without a name.
  if (!name) return [];
  const type = after(words, "/t");
  const isText = type === undefined || isTextType(type);
  return [{ does: "set", key: keyUse(key), name: asText(name), data: registryData(after(words, "/d"), isText) }];
}

function deleted(key: ScriptValue, words: readonly ScriptValue[]): RegistryAction[] {
  const name = after(words, "/v");
  if (name) return [{ does: "remove-value", key: keyUse(key), name: asText(name) }];
  if (has(words, "/ve")) return [];
  return [{ does: has(words, "/va") ? "remove-values" : "remove-key", key: keyUse(key) }];
}

function has(words: readonly ScriptValue[], option: string): boolean {
  return words.some((word) => is(word, option));
}

function after(words: readonly ScriptValue[], option: string): ScriptValue | undefined {
  const at = words.findIndex((word) => is(word, option));
  if (at < 0) return undefined;
  const value = words[at + 1] ?? emptyText;
  return value.is === "choice" ? open("it depends on a condition") : value;
}

function is(word: ScriptValue, option: string): boolean {
  return word.is === "text" && word.text.toLowerCase().replace(/^-/, "/") === option;
}
