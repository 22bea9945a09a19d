import type { CommandCall } from "../reading/call";
import { asText, type ScriptValue } from "../reading/value";
import { commandWords } from "../powershell/command-line-words";
import { option as flag } from "./options";
import { grantTo, matters, parseEntry, together, type Grant } from "./rights";
import { targetsOf, type Findings, type Target } from "./targets";

const icaclsFlags = new Set(["/t", "/c", "/l", "/q"]);
const icaclsReads = new Set(["/save", "/findsid", "/verify"]);

/** icacls: https://learn.microsoft.com/windows-server/administration/windows-commands/icacls */
export function icacls(call: CommandCall, findings: Findings): void {
  const words = commandWords(call);
  const deep = words.some((word) => flag(word) === "/t");
  const name = words.find((word) => flag(word) === undefined);
  if (!name) return;
  const targets = targetsOf([name], call.folder, { deep });
  const options = grouped(words.slice(words.indexOf(name) + 1));
  for (const [option, values] of options) icaclsOption(option, values, targets, findings);
  const stray = words
    .slice(words.indexOf(name) + 1)
    .find((word) => asText(word).is === "open" && !takenBy(word, options));
  if (stray) findings.each(targets, () => findings.unresolved("one of its options is not known"));
}

// Options that take values; what is not known behind any other may be an option itself.
const withValues = /^\/(grant|deny|remove|setowner|save|findsid|setintegritylevel|restore|substitute)/;

function takenBy(word: ScriptValue, options: readonly [string, ScriptValue[]][]): boolean {
  return options.some(([option, values]) => withValues.test(option) && values.includes(word));
}

function icaclsOption(
  option: string,
  values: readonly ScriptValue[],
  targets: readonly Target[],
  findings: Findings,
): void {
  if (icaclsFlags.has(option) || icaclsReads.has(option)) return;
  if (option === "/inheritance:e" || option === "/inheritance:d" || option === "/remove:d") return;
  if (option === "/reset" || option === "/inheritance:r") findings.harm("resets-key-acl", targets, true, option);
  else if (option === "/setowner") findings.harm("takes-over-keys", targets, true, option);
  else if (option === "/grant" || option === "/grant:r") {
    if (option === "/grant:r") replaced(values, targets, findings, option);
    grant(values, targets, findings);
  } else if (option === "/deny") {
    taken(values.map(accountOf), targets, findings, false, option);
  } else if (option === "/remove" || option === "/remove:g") {
    taken(values, targets, findings, true, option);
  } else {
    findings.each(targets, () =>
      findings.unresolved(`what ${/^\/[a-z:]{1,30}$/.test(option) ? option : "an option"} does is not known`),
    );
  }
}

/** cacls, which replaces the whole list unless /e is given. */
export function cacls(call: CommandCall, findings: Findings): void {
  const words = commandWords(call);
  const name = words.find((word) => flag(word) === undefined);
  if (!name) return;
  const options = grouped(words.slice(words.indexOf(name) + 1));
  const given = new Set(options.map(([option]) => option));
  const targets = targetsOf([name], call.folder, { deep: given.has("/t") });
  const changes = options.filter(([option]) => /^\/([grpd]$|s:)/.test(option));
  if (changes.length === 0) return;
  if (!given.has("/e")) findings.harm("resets-key-acl", targets, true);
  for (const [option, values] of changes) {
    if (option === "/g") grant(values, targets, findings);
    else if (option === "/p") {
      replaced(values, targets, findings, option);
      grant(values, targets, findings);
    } else if (option === "/d") taken(values, targets, findings, false, option);
    else if (option === "/r") taken(values, targets, findings, true, option);
  }
}

/** takeown: https://learn.microsoft.com/windows-server/administration/windows-commands/takeown */
export function takeown(call: CommandCall, findings: Findings): void {
  const words = commandWords(call);
  const at = words.findIndex((word) => flag(word) === "/f");
  const name = words[at + 1];
  if (at < 0 || !name) return;
  const deep = words.some((word) => flag(word) === "/r");
  findings.harm("takes-over-keys", targetsOf([name], call.folder, { deep }), true);
}

function grant(values: readonly ScriptValue[], targets: readonly Target[], findings: Findings): void {
  const all = together(
    values.flatMap((value): Grant[] => {
      const entry = entryOf(value);
      return entry ? [grantTo(entry.account, entry.reads, entry.full)] : [];
    }),
  );
  findings.known(targets, (target) => findings.granted(target, all.networkServiceReads, all.fullControl));
}

// Replacing the rights of NETWORK SERVICE by less than reading takes the key away.
function replaced(
  values: readonly ScriptValue[],
  targets: readonly Target[],
  findings: Findings,
  option: string,
): void {
  const less = values.flatMap((value) => {
    const entry = entryOf(value);
    return entry && !entry.reads ? [entry] : [];
  });
  if (less.some((entry) => matters(entry.account))) findings.harm("resets-key-acl", targets, true, option);
}

// Rights are taken from these accounts.
function taken(
  accounts: readonly ScriptValue[],
  targets: readonly Target[],
  findings: Findings,
  repairable: boolean,
  option: string,
): void {
  const open = accounts.find((account) => asText(account).is === "open");
  if (accounts.some((account) => account.is === "text" && matters(account.text))) {
    findings.harm("resets-key-acl", targets, repairable, option);
  } else if (open) findings.each(targets, () => findings.unresolved("the account that loses access is not known"));
}

function entryOf(value: ScriptValue): ReturnType<typeof parseEntry> {
  return value.is === "text" ? parseEntry(value.text) : undefined;
}

function accountOf(value: ScriptValue): ScriptValue {
  const entry = entryOf(value);
  return entry ? { is: "text", text: entry.account } : value;
}

/** Options with the values behind each. */
function grouped(words: readonly ScriptValue[]): [string, ScriptValue[]][] {
  const groups: [string, ScriptValue[]][] = [];
  for (const word of words) {
    const option = flag(word);
    if (option !== undefined) groups.push([option, []]);
    else groups.at(-1)?.[1].push(word);
  }
  return groups;
}
