import type { KeyHarm } from "../facts";
import type { CommandCall } from "../reading/call";
import { flatten, list, type ScriptValue } from "../reading/value";
import { bindCommand, type Bound } from "../powershell/binding";
import { commandWords } from "../powershell/command-line-words";
import { option } from "./options";
import { targetsOf, type Findings } from "./targets";

function cmdletTargets(bound: Bound, call: CommandCall, deep: boolean): ReturnType<typeof targetsOf> {
  const given = bound.get("literalpath") ?? bound.get("path");
  const names = ["filter", "include"].flatMap((name) => flatten([bound.get(name) ?? list([])]));
  const known = names.map((name) => (name.is === "text" ? name.text : "*"));
  return targetsOf(given ? [given] : call.input, call.folder, { deep, names: known });
}

/** Remove-Item. */
export function removeItem(call: CommandCall, findings: Findings): void {
  const bound = bindCommand(call);
  if (bound.has("whatif")) return;
  findings.harm("deletes-keys", cmdletTargets(bound, call, bound.has("recurse")));
}

/** Clear-Content, Set-Content and the like: what the file held is gone. */
export function overwrite(call: CommandCall, findings: Findings): void {
  const bound = bindCommand(call);
  const path = bound.get("filepath") ?? bound.get("literalpath") ?? bound.get("path");
  if (path && !bound.has("whatif")) findings.harm("empties-keys", targetsOf([path], call.folder, { deep: false }));
}

/** Rename-Item and Move-Item; a file that moves away is lost to its folder just so. */
export function moveItem(call: CommandCall, findings: Findings): void {
  const bound = bindCommand(call);
  if (bound.has("whatif")) return;
  findings.harm("renames-keys", cmdletTargets(bound, call, true));
  if (call.name === "move-item") writesInto(bound.get("destination"), call, findings);
}

export function copyItem(call: CommandCall, findings: Findings): void {
  const bound = bindCommand(call);
  if (!bound.has("whatif")) writesInto(bound.get("destination"), call, findings);
}

/** What files put into a key folder do to it cannot be told. */
export function writesInto(destination: ScriptValue | undefined, call: CommandCall, findings: Findings): void {
  if (!destination) return;
  findings.each(targetsOf([destination], call.folder, { deep: false }), (_, relation) => {
    if (relation !== "above") findings.unresolved("what it puts into the key folder is not known");
  });
}

// Options of cmd's own commands may stick together: rd /s/q
function cmdOptions(call: CommandCall): { options: Set<string>; paths: ScriptValue[] } {
  const words = commandWords(call);
  const isOption = (word: ScriptValue): boolean => option(word) !== undefined && !/^\/[^/]*\\/.test(option(word)!);
  const options = words
    .filter(isOption)
    .flatMap((word) => (option(word) ?? "").split(/(?=\/)/).map((each) => each.slice(0, 2)));
  return { options: new Set(options), paths: words.filter((word) => !isOption(word)) };
}

/** del, rd, ren and move of cmd. */
export function cmdFileCommand(kind: KeyHarm): (call: CommandCall, findings: Findings) => void {
  return (call, findings) => {
    const { options, paths } = cmdOptions(call);
    const all = call.name === "rd" || call.name === "rmdir" || call.name === "del" || call.name === "erase";
    const deep = options.has("/s") || kind === "renames-keys";
    const targets = targetsOf(all ? paths : paths.slice(0, 1), call.folder, { deep });
    // del of a folder deletes the files in it.
    const empties = kind === "empties-keys";
    findings.each(targets, (target, relation) => {
      const single = empties && relation === "within" && !/\*/.test(target.path);
      findings.harmed(single ? "deletes-keys" : kind, target, false);
    });
    if (call.name === "move") writesInto(paths[1], call, findings);
  };
}

/** copy and xcopy. */
export function copyFiles(call: CommandCall, findings: Findings): void {
  writesInto(cmdOptions(call).paths[1], call, findings);
}

/** robocopy: https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy */
export function robocopy(call: CommandCall, findings: Findings): void {
  const { options, paths } = robocopyOptions(call);
  const [source, destination] = paths;
  if (source && (options.has("/mov") || options.has("/move"))) {
    findings.harm(
      "renames-keys",
      targetsOf([source], call.folder, { deep: options.has("/move") || options.has("/e") || options.has("/s") }),
    );
  }
  if (!destination) return;
  const purges = options.has("/mir") || options.has("/purge");
  if (purges) findings.harm("empties-keys", targetsOf([destination], call.folder, { deep: true }));
  else writesInto(destination, call, findings);
}

function robocopyOptions(call: CommandCall): { options: Set<string>; paths: ScriptValue[] } {
  const words = commandWords(call);
  const options = words.flatMap((word) => option(word) ?? []);
  return { options: new Set(options), paths: words.filter((word) => option(word) === undefined) };
}
