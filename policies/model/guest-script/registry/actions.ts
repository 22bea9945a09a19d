import { commandWords } from "../powershell/command-line-words";
import { changesNothing } from "../reading/harmless-commands";
import type { CommandCall, ScriptCall, ScriptContext } from "../reading/call";
import { givenValues } from "../reading/given-values";
import type { RegistryAction } from "./action";
import { itemActions, itemCmdlets } from "./cmdlets";
import { makeDrive } from "./drives";
import { invokeActions, methodActions, wmicActions } from "./objects";
import { regedit, regProgram } from "./reg-program";

type CommandReader = (call: CommandCall, script: ScriptContext) => readonly RegistryAction[];

const nothing: CommandReader = () => [];
// Both can also write down or check what applies, and change nothing then.
const onlyLooks = /^[-/](?:export|analyze|validate|generaterollback|parse|b)$/i;
const policyFile: CommandReader = (call) =>
  commandWords(call).some((word) => word.is === "text" && onlyLooks.test(word.text))
    ? []
    : [{ does: "hide", why: "the policy that it applies is not part of the script" }];

const commands: Readonly<Record<string, CommandReader>> = {
  ...Object.fromEntries(Object.keys(itemCmdlets).map((name) => [name, itemActions])),
  reg: regProgram,
  regedit,
  regedt32: regedit,
  wmic: wmicActions,
  "invoke-cimmethod": invokeActions,
  "invoke-wmimethod": invokeActions,
  lgpo: policyFile,
  secedit: policyFile,
  "new-psdrive": (call, script) => {
    makeDrive(call, script);
    return [];
  },
  "set-location": nothing,
  "push-location": nothing,
  "set-variable": nothing,
  "new-variable": nothing,
  "set-content": nothing,
  "add-content": nothing,
  "join-path": nothing,
  // These change policies of a domain, not this machine.
  "set-gpregistryvalue": nothing,
  "remove-gpregistryvalue": nothing,
};

const known = new WeakMap<ScriptCall, readonly RegistryAction[]>();

/** What a call does to the registry. Several readers ask about one call, so the answer is remembered. */
export function registryActions(call: ScriptCall, script: ScriptContext): readonly RegistryAction[] {
  const remembered = known.get(call);
  if (remembered) return remembered;
  const actions = actionsOf(call, script);
  known.set(call, actions);
  return actions;
}

function actionsOf(call: ScriptCall, script: ScriptContext): readonly RegistryAction[] {
  if (call.kind === "hidden") return [{ does: "hide", why: call.why }];
  if (call.kind === "method") return methodActions(call);
  if (Object.hasOwn(commands, call.name)) return commands[call.name]!(call, script);
  if (changesNothing(call.name)) return [];
  return [{ does: "hand-over", values: givenValues(call), why: "what it does to the registry is not known" }];
}
