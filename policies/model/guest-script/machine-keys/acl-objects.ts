import type { CommandCall, MethodCall } from "../reading/call";
import { asText, flatten, knownTruth, list, type InstanceValue, type ScriptValue } from "../reading/value";
import { bindCommand } from "../powershell/binding";
import { grantTo, matters, sddlEntries, together, type Grant } from "./rights";
import { targetsOf, type Findings, type Target } from "./targets";

const writes = new Set(["fullcontrol", "modify", "readandexecute", "read", "readdata", "genericall", "genericread"]);

/** Set-Acl: writes a whole access control list, so what matters is where the list comes from and what was done to it. */
export function setAcl(call: CommandCall, findings: Findings): void {
  const bound = bindCommand(call);
  if (bound.has("whatif")) return;
  const input = flatten(call.input);
  const piped = input.find((value) => value.is === "instance");
  const acl = bound.get("aclobject") ?? bound.get("securitydescriptor") ?? piped;
  // Files that come in are what it writes to; a list that comes in goes back to where it is from.
  const path = bound.get("literalpath") ?? bound.get("path") ?? (piped ? pathOf(acl) : undefined) ?? list(input);
  write(acl, targetsOf([path], call.folder, { deep: false }), path, findings);
}

/** [IO.File]::SetAccessControl(path, list) and file.SetAccessControl(list). */
export function setAccessControl(call: MethodCall, findings: Findings): void {
  const args = [...call.arguments];
  const path = call.isStatic ? args.shift() : call.target;
  if (path) write(args[0], targetsOf([path], call.folder, { deep: false }), path, findings);
}

function write(acl: ScriptValue | undefined, targets: readonly Target[], path: ScriptValue, findings: Findings): void {
  for (const option of acl ? flatten([acl]) : [undefined]) {
    if (option?.is === "instance" && isList(option.type)) writeList(option, targets, path, findings);
    else findings.each(targets, () => findings.unresolved("the access control list that it writes is not known"));
  }
}

function writeList(acl: InstanceValue, targets: readonly Target[], path: ScriptValue, findings: Findings): void {
  const origin = pathOf(acl);
  if (acl.type !== "acl" || !origin) findings.harm("resets-key-acl", targets, true);
  else if (!samePath(origin, path)) {
    if (asText(origin).is === "open")
      findings.each(targets, () => findings.unresolved("where the access control list comes from is not known"));
    else findings.harm("resets-key-acl", targets, true);
  }
  const grants: Grant[] = [];
  for (const { name, arguments: args } of acl.calls) change(name, args, targets, findings, grants);
  const all = together(grants);
  findings.known(targets, (target) => findings.granted(target, all.networkServiceReads, all.fullControl));
}

function change(
  name: string,
  args: readonly ScriptValue[],
  targets: readonly Target[],
  findings: Findings,
  grants: Grant[],
): void {
  const [first, second] = args;
  const unknown = (why: string): unknown => findings.each(targets, () => findings.unresolved(why));
  if (name === "addaccessrule" || name === "setaccessrule" || name === "resetaccessrule") {
    const rule = accessRule(first);
    if (rule?.allows) grants.push(grantTo(rule.account, rule.reads, rule.full));
    if (rule?.allows === false && matters(rule.account)) findings.harm("resets-key-acl", targets);
    if (rule?.allows && name !== "addaccessrule" && !rule.reads && matters(rule.account))
      findings.harm("resets-key-acl", targets, true);
  } else if (name.startsWith("removeaccessrule") || name === "purgeaccessrules") {
    const account = accessRule(first)?.account ?? identity(first);
    if (account === undefined) unknown("whose access is removed is not known");
    else if (matters(account)) findings.harm("resets-key-acl", targets, true);
  } else if (name === "setaccessruleprotection") {
    const [protects, keeps] = [first, second].map((value) => (value ? knownTruth(value) : false));
    if (protects === true && keeps === false) findings.harm("resets-key-acl", targets, true);
    else if (protects === undefined || (protects && keeps === undefined))
      unknown("whether inherited access stays is not known");
  } else if (name === "setowner") findings.harm("takes-over-keys", targets, true);
  else if (name === "setsecuritydescriptorsddlform" && first?.is === "text") {
    findings.harm("resets-key-acl", targets, true);
    const entries = sddlEntries(first.text);
    if (entries.some((entry) => entry.denies)) findings.harm("resets-key-acl", targets);
    grants.push(...entries);
  } else if (!/^(get|to|add|setgroup|setaudit|removeaudit)/.test(name))
    unknown("what is done to the access control list is not known");
}

interface AccessRule {
  readonly account: string;
  /** Undefined where it is not known. */
  readonly allows: boolean | undefined;
  readonly reads: boolean;
  readonly full: boolean;
}

// FileSystemAccessRule(identity, rights, [inheritance, propagation,] type)
function accessRule(value: ScriptValue | undefined): AccessRule | undefined {
  const args =
    value?.is === "instance" && value.type.endsWith("filesystemaccessrule")
      ? flatten(value.arguments)
      : value?.is === "list"
        ? value.items
        : [];
  const account = identity(args[0]);
  const rights = args[1]?.is === "text" ? args[1].text.toLowerCase().split(/[,\s|]+/) : enumNames(args[1]);
  const type = args.length > 2 ? args.at(-1) : undefined;
  const kind = type?.is === "text" ? type.text.toLowerCase() : enumNames(type)[0];
  if (account === undefined) return undefined;
  return {
    account,
    allows: kind === "allow" ? true : kind === "deny" ? false : undefined,
    reads: rights.some((right) => writes.has(right)),
    full: rights.includes("fullcontrol"),
  };
}

// [FileSystemRights]::Read is an instance whose type ends with the name.
function enumNames(value: ScriptValue | undefined): string[] {
  return value?.is === "instance" ? [value.type.slice(value.type.lastIndexOf(".") + 1)] : [];
}

// https://learn.microsoft.com/dotnet/api/system.security.principal.wellknownsidtype
const wellKnownSids = [
  ["networkservicesid", "S-1-5-20"],
  ["localservicesid", "S-1-5-19"],
  ["localsystemsid", "S-1-5-18"],
  ["builtinadministratorssid", "S-1-5-32-544"],
  ["builtinuserssid", "S-1-5-32-545"],
  ["worldsid", "S-1-1-0"],
  ["authenticatedusersid", "S-1-5-11"],
] as const;

function identity(value: ScriptValue | undefined): string | undefined {
  if (value?.is === "text") return value.text;
  if (value?.is !== "instance" || !/(ntaccount|securityidentifier)/.test(value.type)) return undefined;
  const args = flatten(value.arguments);
  const wellKnown = wellKnownSids.find(([name]) => enumNames(args[0]).includes(name));
  if (wellKnown) return wellKnown[1];
  const texts = args.flatMap((argument) => (argument.is === "text" ? [argument.text] : []));
  return texts.length > 0 && args.every((argument) => argument.is === "text") ? texts.join("\\") : undefined;
}

function isList(type: string): boolean {
  return type === "acl" || type.endsWith("directorysecurity") || type.endsWith("filesecurity");
}

function pathOf(acl: ScriptValue | undefined): ScriptValue | undefined {
  return acl?.is === "instance" && acl.type === "acl" ? acl.arguments[0] : undefined;
}

function samePath(a: ScriptValue, b: ScriptValue): boolean {
  const plain = (value: ScriptValue): string =>
    asText(value).text.toLowerCase().replaceAll("/", "\\").replace(/\\+$/, "");
  return plain(a) === plain(b);
}
