import type { KeyHarm } from "../facts";
import type { CommandCall, MethodCall } from "../reading/call";
import { bindCommand } from "../powershell/binding";
import { asText, textsIn, type ScriptValue } from "../reading/value";
import { setAccessControl } from "./acl-objects";
import { writesInto } from "./file-commands";
import { keyPath, namesKeyFolder } from "./paths";
import { commandWords } from "../powershell/command-line-words";
import { targetsOf, type Findings } from "./targets";

// Methods of files, folders and their WMI twins.
const harms: Readonly<Record<string, KeyHarm>> = {
  delete: "deletes-keys",
  deleteex: "deletes-keys",
  moveto: "renames-keys",
  move: "renames-keys",
  rename: "renames-keys",
  setsecuritydescriptor: "resets-key-acl",
  changesecuritypermissions: "resets-key-acl",
  changesecuritypermissionsex: "resets-key-acl",
  takeownership: "takes-over-keys",
  takeownershipex: "takes-over-keys",
};
const harmlessMethods =
  /^(get|read|open|exists|enumerate|append|tostring|trim|replace|split|starts|ends|contains|substring|to|equals|indexof|refresh|name|pschildname|basename|extension|fullname|last|creation|attributes|mode|directory|parent|psparent|count|add|new$|combine|insert|pad|length|normalize|where|_?foreach|create$|createdirectory|copyto)/;
const harmlessTypes =
  /^(io\.path|string|environment|convert|math|regex|text\.|datetime|guid|object|console|collections\.)/;

/** A method call on an object, or of a .NET type. */
export function methodCall(call: MethodCall, findings: Findings): void {
  const type = call.isStatic ? asText(call.target).text : "";
  if (call.isStatic) {
    if (type === "io.file" || type === "io.directory") fileClass(call, findings);
    else if (!harmlessTypes.test(type) && !harmlessMethods.test(call.name)) suspicious(call.arguments, call, findings);
    return;
  }
  if (call.target.is === "file") return fileObject(call, findings);
  if (call.target.is === "instance") return instanceMethod(call, findings);
  if (call.target.is === "open" && Object.hasOwn(harms, call.name)) suspicious([call.target], call, findings);
}

function fileClass(call: MethodCall, findings: Findings): void {
  const [path, other] = call.arguments;
  if (!path) return;
  const harm = Object.hasOwn(harms, call.name) ? harms[call.name] : undefined;
  if (harm) findings.harm(harm, targetsOf([path], call.folder, { deep: true }));
  else if (call.name === "setaccesscontrol") setAccessControl(call, findings);
  else if (call.name === "copy" || call.name === "replace") writesInto(other, call as never, findings);
  else if (/^(write|append|create$|createtext)/.test(call.name)) overwritten(path, call, findings);
  else if (!harmlessMethods.test(call.name)) suspicious(call.arguments, call, findings);
}

// Directory.CreateDirectory does nothing to a folder that exists; a key file that is written is lost.
function overwritten(path: ScriptValue, call: MethodCall, findings: Findings): void {
  findings.each(targetsOf([path], call.folder, { deep: false }), (target, relation) => {
    if (relation === "within") findings.harmed("empties-keys", target, false);
  });
}

function fileObject(call: MethodCall, findings: Findings): void {
  const harm = Object.hasOwn(harms, call.name) ? harms[call.name] : undefined;
  if (harm) findings.harm(harm, targetsOf([call.target], call.folder, { deep: true }));
  else if (call.name === "setaccesscontrol") setAccessControl(call, findings);
  else if (!harmlessMethods.test(call.name)) suspicious([call.target], call, findings);
}

function instanceMethod(call: MethodCall, findings: Findings): void {
  const { target } = call;
  if (target.is !== "instance" || /^(acl|.*(filesecurity|directorysecurity))(\.|$)/.test(target.type)) return;
  if (target.type === "wmi") return objectHarm(call.name, target.arguments, findings);
  const deletes = call.name === "deletefile" || call.name === "deletefolder";
  const [first] = call.arguments;
  if (target.type === "com scripting.filesystemobject" && deletes && first)
    findings.harm("deletes-keys", targetsOf([first], call.folder, { deep: true }));
  else if (!harmlessMethods.test(call.name)) suspicious([...target.arguments, ...call.arguments], call, findings);
}

/** Invoke-CimMethod and Invoke-WmiMethod. */
export function invokeMethod(call: CommandCall, findings: Findings): void {
  const bound = bindCommand(call);
  const name = bound.get("methodname") ?? bound.get("name");
  const values = [...bound.values()].flatMap((value) => value ?? []);
  if (name?.is === "text") objectHarm(name.text.toLowerCase(), [...values, ...call.input], findings);
  else if ([...values, ...call.input].flatMap((value) => textsIn(value)).some(namesKeyFolder))
    findings.unresolved("the method that it calls is not known");
}

/** wmic datafile where "name='C:\\…'" call delete */
export function wmic(call: CommandCall, findings: Findings): void {
  const words = commandWords(call);
  const at = words.findIndex((word) => asText(word).text.toLowerCase() === "call");
  const method = words[at + 1];
  if (at >= 0 && method) objectHarm(asText(method).text.toLowerCase(), words, findings);
}

// The object is found by a query that holds its path.
function objectHarm(method: string, values: readonly ScriptValue[], findings: Findings): void {
  const named = values.flatMap((value) => textsIn(value)).find(namesKeyFolder);
  if (named === undefined || /^get/.test(method)) return;
  const harm = Object.hasOwn(harms, method) ? harms[method] : undefined;
  const start = named.toLowerCase().indexOf("c:");
  const path = named.slice(Math.max(start, 0)).split(/['"]/)[0] ?? "";
  const found = keyPath({ path: { is: "text", text: path }, deep: true });
  if (harm && found.is === "keys")
    findings.harmed(harm, found.target, harm === "takes-over-keys" || harm === "resets-key-acl");
  else findings.unresolved("what it does to the key folder is not known");
}

/** Something that nobody knows gets a key folder into its hands. */
export function suspicious(values: readonly ScriptValue[], call: MethodCall | CommandCall, findings: Findings): void {
  const held = values.some((value) => textsIn(value).some((text) => pointsToKeys(text, call)));
  if (held) findings.unresolved("what it does to the key folder is not known");
}

// What cannot belong to the path of a key folder need not be taken apart.
const mayPointToKeys = /crypt|keys|f686aace|[*?~]/i;

// A sentence that only speaks of the folder is none.
function pointsToKeys(text: string, call: MethodCall | CommandCall): boolean {
  const folder = asText(call.folder);
  if (!mayPointToKeys.test(text) && !mayPointToKeys.test(folder.text)) return false;
  const path = keyPath({ path: { is: "text", text }, folder, deep: false });
  if (path.is === "keys" || path.is === "suspect") return true;
  if (!namesKeyFolder(text) || /^[a-z]\w*:[\\/][^\s"']*$/i.test(text)) return false;
  return /[\\/]/.test(text) || !/\s/.test(text.trim());
}
