import { bindCommand, type Bound } from "../powershell/binding";
import type { CommandCall } from "../reading/call";
import { asText, concatenate, emptyText, flatten, open, text } from "../reading/value";
import type { RegistryAction, ValueName } from "./action";
import { isTextType, registryData } from "./data";
import { keyUse, type KeyUse } from "./keys";

type CmdletReader = (bound: Bound, call: CommandCall) => RegistryAction[];

/** The cmdlets that change keys and values, by name in lower case. */
export const itemCmdlets: Readonly<Record<string, CmdletReader>> = {
  "set-itemproperty": (bound, call) => (bound.has("inputobject") ? copied(bound) : setValue(bound, call)),
  "new-itemproperty": setValue,
  "clear-itemproperty": (bound, call) =>
    each(bound, call, (key, name) => ({ does: "set", key, name, data: { known: 0 } })),
  "remove-itemproperty": (bound, call) => each(bound, call, (key, name) => ({ does: "remove-value", key, name })),
  "rename-itemproperty": (bound, call) => [
    ...each(bound, call, (key, name) => ({ does: "remove-value", key, name })),
    ...keysOf(bound, call).map((key): RegistryAction => {
      const name = asText(bound.get("newname") ?? open("the new name is not known"));
      return { does: "set", key, name, data: { why: "it comes from another value" } };
    }),
  ],
  "copy-itemproperty": copied,
  "move-itemproperty": (bound, call) => [
    ...each(bound, call, (key, name) => ({ does: "remove-value", key, name })),
    ...copied(bound),
  ],
  // With -Force it makes a key anew that is there, and values and keys in it are gone: https://github.com/PowerShell/PowerShell/issues/5444
  "new-item": (bound, call) =>
    bound.has("force") ? keysOf(bound, call).map((key) => ({ does: "remove-contents", key })) : [],
  // It sets the value without a name.
  "set-item": (bound, call) => each(bound, call, (key, name) => ({ does: "set", key, name, data: { known: "" } })),
  "clear-item": (bound, call) => keysOf(bound, call).map((key) => ({ does: "remove-values", key })),
  "remove-item": removeKey,
  "rename-item": removeKey,
  "move-item": (bound, call) => [...removeKey(bound, call), ...copied(bound)],
  "copy-item": copied,
};

/** What a cmdlet on items does to the registry; nothing where it only says what it would do. */
export function itemActions(call: CommandCall): RegistryAction[] {
  const bound = bindCommand(call);
  return bound.has("whatif") ? [] : itemCmdlets[call.name]!(bound, call);
}

function keysOf(bound: Bound, call: CommandCall): KeyUse[] {
  const given = bound.get("literalpath") ?? bound.get("path");
  const paths = given ? flatten([given]) : flatten(call.input);
  // New-Item may name the last part of the path apart.
  const leaf = call.name === "new-item" ? bound.get("name") : undefined;
  return paths.map((path) => keyUse(leaf ? concatenate([path, text("\\"), leaf]) : path, call.folder));
}

function setValue(bound: Bound, call: CommandCall): RegistryAction[] {
  const data = registryData(bound.get("value"), isTextType(bound.get("propertytype")));
  return each(bound, call, (key, name) => ({ does: "set", key, name, data }));
}

function each(
  bound: Bound,
  call: CommandCall,
  act: (key: KeyUse, name: ValueName) => RegistryAction,
): RegistryAction[] {
  const names = flatten([bound.get("name") ?? emptyText]).map(asText);
  return keysOf(bound, call).flatMap((key) => names.map((name) => act(key, name)));
}

function removeKey(bound: Bound, call: CommandCall): RegistryAction[] {
  return keysOf(bound, call).map((key) => ({ does: "remove-key", key }));
}

function copied(bound: Bound): RegistryAction[] {
  const target = bound.get("destination") ?? bound.get("literalpath") ?? bound.get("path");
  return target ? [{ does: "hand-over", values: [target], why: "what is copied there is not known" }] : [];
}
