import { base64Text } from "../reading/decode";
import { asText, concatenate, file, flatten, instance, open, text, type ScriptValue } from "../reading/value";
import { expandPercents } from "../reading/windows-environment";
import { newObject } from "./cmdlets";
import { existenceTest } from "./conditions";
import { formatText } from "./operators";
import { rootKey } from "./registry-keys";
import type { PowerShellRun } from "./run";

/** What [type]::method(arguments) gives; type and method in lower case. */
export function staticResult(
  run: PowerShellRun,
  type: string,
  name: string,
  args: readonly ScriptValue[],
): ScriptValue {
  const [first, second] = args;
  if (name === "new") return newObject(type, args);
  if (type === "io.path" && name === "combine") {
    return concatenate(flatten(args).flatMap((part, index) => (index === 0 ? [part] : [text("\\"), part])));
  }
  if ((type === "io.file" || type === "io.directory") && name === "exists") return existenceTest(args);
  if ((type === "io.file" || type === "io.directory") && name === "getaccesscontrol") return instance("acl", args);
  if (type === "io.directory" && /^(get|enumerate)(files|directories|filesystementries)$/.test(name) && first) {
    return file(concatenate([first, text("\\"), second ?? text("*")]), args.length > 2);
  }
  if (type === "string" && name === "format" && first?.is === "text")
    return formatText(first.text, flatten(args.slice(1)));
  if (type === "string" && name === "join" && first) {
    return concatenate(flatten(args.slice(1)).flatMap((part, index) => (index === 0 ? [part] : [first, part])));
  }
  if (type === "string" && name === "concat") return concatenate(flatten(args));
  const special = first?.is === "instance" ? /^environment[.+]specialfolder\.(\w+)$/.exec(first.type)?.[1] : undefined;
  if (type === "environment" && special !== undefined) return environment(run, name, special);
  if (type === "environment" && first?.is === "text") {
    if (name === "setenvironmentvariable" && second) run.scope.setGlobal(`env:${first.text.toLowerCase()}`, second);
    return environment(run, name, first.text);
  }
  if (type === "convert" && name === "frombase64string") return instance("bytes", args);
  if (type === "microsoft.win32.registrykey" && /^open(remote)?basekey$/.test(name) && first) {
    return rootKey(asText(first).text.toLowerCase());
  }
  if (type === "scriptblock" && name === "create") return instance("scriptblock", args);
  return open("the result of a .NET method is not known");
}

function environment(run: PowerShellRun, name: string, wanted: string): ScriptValue {
  if (name === "expandenvironmentvariables") {
    return text(expandPercents(wanted, (variable) => plain(run.scope.get(`env:${variable}`))));
  }
  const variable = name === "getfolderpath" ? folders[wanted.toLowerCase()] : wanted.toLowerCase();
  return (variable !== undefined && run.scope.get(`env:${variable}`)) || open("a folder of Windows is not known");
}

const folders: Readonly<Record<string, string>> = {
  commonapplicationdata: "programdata",
  windows: "windir",
  programfiles: "programfiles",
  applicationdata: "appdata",
  localapplicationdata: "localappdata",
  userprofile: "userprofile",
};

function plain(value: ScriptValue | undefined): string | undefined {
  return value?.is === "text" ? value.text : undefined;
}

/** The text that bytes from a base64 text hold. */
export function decoded(bytes: ScriptValue | undefined): ScriptValue {
  const encoded = bytes?.is === "instance" && bytes.type === "bytes" ? bytes.arguments[0] : undefined;
  const result = encoded?.is === "text" ? base64Text(encoded.text) : undefined;
  return result?.text === undefined ? open("a text is decoded") : text(result.text);
}
