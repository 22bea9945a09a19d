import { firstPriority, lastPriority } from "../../model/network/priority";
import type { SecurityRule } from "../../model/network/security-rule";
import { allOf } from "./names";

type Named = Pick<SecurityRule, "name" | "priority">;

/** How one more rule comes to be asked before this one, to follow "by a rule of hosts-nsg"; "" where its priority is not known. */
export function askedBefore({ name, priority }: Named): string {
  if (priority === undefined) return "";
  return priority > firstPriority
    ? ` with a priority number below ${priority}`
    : `, and move ${name} behind it, because Azure takes no priority number below ${firstPriority}`;
}

/** How so many rules that are there already come to be asked before these, as a sentence without its full stop. */
export function putBefore(these: readonly Named[], rules: string, count: number): string {
  const lowest = Math.min(...these.map(({ priority }) => priority ?? 0));
  if (lowest - firstPriority < count) {
    return `Move ${allOf(these.map(({ name }) => name))} behind ${rules}, to higher priority numbers, ${lastPriority} at most`;
  }
  return `Give ${rules} ${count > 1 ? "priority numbers" : "a priority number"} below ${lowest}`;
}
