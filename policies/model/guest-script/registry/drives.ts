import { bindCommand } from "../powershell/binding";
import type { CommandCall, ScriptContext } from "../reading/call";
import { asText, joinTexts, text, type OpenValue, type TextValue } from "../reading/value";

type Path = TextValue | OpenValue;

const made = new WeakMap<ScriptContext, Map<string, Path>>();

/** Notes a drive that New-PSDrive makes of a key: https://learn.microsoft.com/powershell/module/microsoft.powershell.management/new-psdrive */
export function makeDrive(call: CommandCall, script: ScriptContext): void {
  const bound = bindCommand(call);
  const [name, provider, root] = ["name", "psprovider", "root"].map((each) => bound.get(each));
  if (name?.is !== "text" || provider?.is !== "text" || !root || !/(^|\\)registry$/i.test(provider.text)) return;
  const drives = made.get(script) ?? new Map<string, Path>();
  drives.set(name.text.toLowerCase(), asText(root));
  made.set(script, drives);
}

/** The key that a path on a drive of the script's own names; undefined on every other drive. */
export function keyOnDrive(path: Path, script: ScriptContext): Path | undefined {
  const [, drive, rest] = /^\s*([^:\\/]+):(.*)$/s.exec(path.text) ?? [];
  const root = drive === undefined ? undefined : made.get(script)?.get(drive.toLowerCase());
  if (!root) return undefined;
  const start = { ...root, text: root.text.replace(/^(microsoft\.powershell\.core\\)?registry::/i, "") };
  return joinTexts([start, text("\\"), { ...path, text: rest!.replaceAll("/", "\\") }]);
}
