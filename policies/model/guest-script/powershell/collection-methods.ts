import { choice, list, open, type BlockValue, type ScriptValue } from "../reading/value";
import { met } from "./filtering";
import { callMethod, type Invocation } from "./methods";
import { property } from "./properties";
import type { PowerShellRun } from "./run";

/** What a member, by its name in lower case, gives of each item: a method is called, a property looked up. */
export function memberOfEach(
  run: PowerShellRun,
  items: readonly ScriptValue[],
  call: Pick<Invocation, "name" | "arguments" | "line">,
): ScriptValue[] {
  return items.map((item) => {
    callMethod(run, { ...call, isStatic: false, target: item });
    return property(item, call.name);
  });
}

/**
 * Methods that PowerShell gives every collection and object, and those of lists; undefined for all others.
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_arrays
 */
export function collectionMethod(run: PowerShellRun, call: Invocation): ScriptValue | undefined {
  const { target, name, arguments: args, line } = call;
  const [first, ...rest] = args;
  if (name === "where" && first?.is === "block") return list(met(run, run.items([target]), first));
  if ((name === "foreach" || name === "_foreach") && first)
    return list(forEach(run, run.items([target]), first, rest, line));
  if (target.is !== "list") return undefined;
  if (/^(toarray|tolist|getenumerator|clone)$/.test(name)) return target;
  const items = target.items as ScriptValue[];
  if (/^(dequeue|pop|peek)$/.test(name)) return items.length > 0 ? choice(items) : open("an element is missing");
  // What is taken out under a condition may stay in.
  if (name === "remove" && run.session.branch.length === 0 && first?.is === "text") {
    const at = items.findIndex((item) => item.is === "text" && item.text.toLowerCase() === first.text.toLowerCase());
    if (at >= 0) items.splice(at, 1);
    return list([]);
  }
  if (!/^(add|addrange|insert|insertrange|enqueue|push)$/.test(name)) return undefined;
  const added = args.at(-1);
  // Lists are shared by whoever holds them.
  if (added) items.push(...(name.endsWith("range") && added.is === "list" ? added.items : [added]));
  return list([]);
}

function forEach(
  run: PowerShellRun,
  items: readonly ScriptValue[],
  what: ScriptValue,
  args: readonly ScriptValue[],
  line: number,
): ScriptValue[] {
  if (what.is === "block") return items.flatMap((item) => blockOn(run, what, item, args));
  if (what.is === "text") return memberOfEach(run, items, { name: what.text.toLowerCase(), arguments: args, line });
  return [...items];
}

function blockOn(
  run: PowerShellRun,
  block: BlockValue,
  item: ScriptValue,
  args: readonly ScriptValue[],
): ScriptValue[] {
  return run.block(block, { variables: { _: item }, args: args.map((value) => ({ value })), shares: true });
}
