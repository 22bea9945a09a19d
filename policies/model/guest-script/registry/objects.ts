import { bindCommand } from "../powershell/binding";
import { commandWords } from "../powershell/command-line-words";
import type { CommandCall, MethodCall } from "../reading/call";
import { asText, concatenate, emptyText, flatten, open, text, type ScriptValue } from "../reading/value";
import type { RegistryAction } from "./action";
import { isTextType, registryData } from "./data";
import { keyUse } from "./keys";
import { isSettingMethod, settingActions, settingArgument } from "./remote-desktop-methods";

/** Methods of keys, of StdRegProv, of WScript.Shell and of Remote Desktop's own classes. */
export function methodActions(call: MethodCall): RegistryAction[] {
  const { name, target, arguments: args } = call;
  if (call.isStatic)
    return asText(target).text === "microsoft.win32.registry" && name === "setvalue" ? setStatic(args) : [];
  if (isProviderMethod(name)) return providerActions(name, args);
  if (isSettingMethod(name)) return settingActions(name, args[0]);
  const [first, second, third] = args;
  if (name === "regwrite" || name === "regdelete") return scriptHost(name, first, second, third);
  const path = keyPathOf(target);
  if (!path) return [];
  const key = keyUse(path, target.is === "file" ? call.folder : undefined);
  switch (name) {
    case "setvalue":
      return [{ does: "set", key, name: asText(first ?? emptyText), data: registryData(second, isTextType(third)) }];
    case "deletevalue":
      return [{ does: "remove-value", key, name: asText(first ?? emptyText) }];
    case "deletesubkey":
    case "deletesubkeytree":
      return [{ does: "remove-key", key: keyUse(below(path, first), target.is === "file" ? call.folder : undefined) }];
    default:
      return [];
  }
}

// What is not known may be a key that somebody outside opened.
function keyPathOf(target: ScriptValue): ScriptValue | undefined {
  if (target.is === "file") return target;
  if (target.is === "open") return open(target.why);
  const isKey = target.is === "instance" && target.type === "registry-key";
  return isKey ? (target.arguments[0] ?? open("the key is not known")) : undefined;
}

function below(path: ScriptValue, part: ScriptValue | undefined): ScriptValue {
  return concatenate([path, text("\\"), part ?? open("the key is not known")]);
}

function setStatic([path, name, data, type]: readonly ScriptValue[]): RegistryAction[] {
  if (!path) return [];
  return [
    { does: "set", key: keyUse(path), name: asText(name ?? emptyText), data: registryData(data, isTextType(type)) },
  ];
}

// The path of a value, or of a key where it ends with a backslash.
function scriptHost(
  method: string,
  path: ScriptValue | undefined,
  data: ScriptValue | undefined,
  type: ScriptValue | undefined,
): RegistryAction[] {
  const written = asText(path ?? emptyText);
  const at = written.text.lastIndexOf("\\");
  if (at < 0) return written.is === "open" ? [{ does: "hide", why: written.why }] : [];
  const part = (piece: string): typeof written => ({ ...written, text: piece }) as typeof written;
  const key = { path: part(written.text.slice(0, at)) };
  const name = part(written.text.slice(at + 1));
  if (method === "regwrite") return [{ does: "set", key, name, data: registryData(data, isTextType(type)) }];
  return [name.text === "" ? { does: "remove-key", key } : { does: "remove-value", key, name }];
}

// https://learn.microsoft.com/previous-versions/windows/desktop/regprov/stdregprov
const providerMethods = /^(set(dword|qword|string|expandedstring|multistring|binary)value|deletevalue|deletekey)$/;
const localMachine = 0x80000002;

function isProviderMethod(name: string): boolean {
  return providerMethods.test(name);
}

function providerActions(method: string, [hive, path, name, data]: readonly ScriptValue[]): RegistryAction[] {
  if (!path) return [];
  const root = registryData(hive);
  if ("known" in root && root.known !== localMachine) return [];
  const whole = "known" in root ? concatenate([text("HKLM\\"), path]) : open("the root of the key is not known");
  const key = keyUse(whole);
  const value = asText(name ?? emptyText);
  if (method === "deletekey") return [{ does: "remove-key", key }];
  if (method === "deletevalue") return [{ does: "remove-value", key, name: value }];
  return [{ does: "set", key, name: value, data: registryData(data, /string/.test(method)) }];
}

/** Invoke-CimMethod and Invoke-WmiMethod. */
export function invokeActions(call: CommandCall): RegistryAction[] {
  const bound = bindCommand(call);
  const name = bound.get("methodname") ?? bound.get("name");
  const method = name?.is === "text" ? name.text.toLowerCase() : "";
  const given = bound.get("arguments") ?? bound.get("argumentlist");
  const table = given?.is === "table" ? given.entries : undefined;
  const inOrder = given && !table ? (given.is === "list" ? given.items : [given]) : undefined;
  if (isSettingMethod(method)) return settingActions(method, table ? settingArgument(method, table) : inOrder?.[0]);
  if (!isProviderMethod(method)) return [];
  const named = ["hdefkey", "ssubkeyname", "svaluename"].map((key) => table?.get(key) ?? emptyText);
  const data = table?.get("uvalue") ?? table?.get("svalue");
  const hive = table && !table.has("hdefkey") ? text(String(localMachine)) : named[0]!;
  // Invoke-WmiMethod takes the arguments in alphabetical order: hDefKey, sSubKeyName, sValueName, then the data.
  return providerActions(method, inOrder ?? [hive, named[1]!, named[2]!, ...(data ? [data] : [])]);
}

/** wmic … call SetDWORDValue hDefKey=…, sSubKeyName=…, … */
export function wmicActions(call: CommandCall): RegistryAction[] {
  const words = flatten(commandWords(call)).map((word) => asText(word));
  const at = words.findIndex((word) => word.text.toLowerCase() === "call");
  const method = words[at + 1]?.text.toLowerCase() ?? "";
  if (at < 0 || !(isSettingMethod(method) || isProviderMethod(method))) return [];
  const args = words.slice(at + 2).flatMap((word) => (word.is === "open" ? [word] : wmicArguments(word.text)));
  return isSettingMethod(method) ? settingActions(method, args[0]) : providerActions(method, args);
}

// "hDefKey=&H80000002, sValueName='x'": names, commas and quotes are taken away.
function wmicArguments(word: string): ScriptValue[] {
  const parts = word.split(",").map((part) => part.replace(/^\s*\w+=/, "").replace(/^[\s"'(]+|[\s"')]+$/g, ""));
  const number = (part: string): string =>
    /^&h[\da-f]{1,8}$/i.test(part) ? String(parseInt(part.slice(2), 16)) : part;
  return parts.filter((part) => part !== "").map((part) => text(number(part)));
}
