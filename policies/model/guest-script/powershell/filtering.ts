import { knownTruth, open, type BlockValue, type ScriptValue } from "../reading/value";
import type { CommandLine } from "./commands";
import { property } from "./properties";
import { compare } from "./operators";
import type { PowerShellRun } from "./run";

/** Where-Object: leaves out the objects that certainly do not meet the condition; any other counts as met. */
export function whereObject(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const items = run.items(command.input);
  const block = command.arguments.find(({ value }) => value?.is === "block")?.value;
  if (block?.is === "block") return met(run, items, block);
  return items.filter((item) => knownTruth(compared(item, command)) !== false);
}

/** The objects that may meet the condition in a block. */
export function met(run: PowerShellRun, items: readonly ScriptValue[], block: BlockValue): ScriptValue[] {
  // Looking at one of the values that nothing is known of tells as much as looking at all.
  const first = items.find((item) => !isKnown(item));
  return items.filter((item) => {
    if (item !== first && !isKnown(item)) return true;
    const output = run.perhaps(() => run.block(block, { variables: { _: item }, shares: true }));
    return output.length !== 1 || !isKnown(item) || knownTruth(output[0]!) !== false;
  });
}

function isKnown(item: ScriptValue): boolean {
  return item.is === "text" || item.is === "table" || (item.is === "instance" && item.arguments[0]?.is === "table");
}

// Where-Object Name -eq value
function compared(item: ScriptValue, { arguments: args }: CommandLine): ScriptValue {
  const given = args.flatMap(({ parameter, value }) =>
    parameter === undefined || parameter === "property" || parameter === "value" ? (value ?? []) : [],
  );
  const operator = args.find(({ parameter }) => parameter !== undefined && /^[ci]?(not)?\w+$/.test(parameter));
  const [name, value = operator?.value] = given;
  if (!isKnown(item) || name?.is !== "text" || !value || operator?.parameter === undefined)
    return open("it is compared");
  return compare(`-${operator.parameter}`, property(item, name.text.toLowerCase()), value);
}
