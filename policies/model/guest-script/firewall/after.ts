import type { FirewallChanged, FirewallEffect, FirewallProfile, GuestScriptFact } from "../facts";
import { apply, closing, freshProfile } from "./profile-state";
import { allProfiles } from "./profiles";

/** How RDP gets through Windows Firewall when scripts have run. */
export interface FirewallAfterwards {
  /** Profiles that let no RDP in. A condition counts as met. */
  readonly closed: readonly FirewallProfile[];
  /** What closed the last of them. */
  readonly by?: FirewallChanged;
  /** Why they may be open after all, as a clause. */
  readonly perhaps?: string;
}

const opening: ReadonlySet<FirewallEffect> = new Set([
  "rdp-rule-on",
  "rdp-rule-allows",
  "allow-added",
  "perhaps-allow-added",
  "own-rules-on",
  "own-rules-allow",
  "inbound-heeded",
  "local-heeded",
  "default-allows",
  "firewall-off",
]);

interface Change {
  readonly fact: FirewallChanged;
  /** Which of the scripts it stands in. */
  readonly run: number;
}

type Closed = ReadonlyMap<FirewallProfile, FirewallChanged>;

/** Tells which profiles let no RDP in when scripts have run one after the other; before them the built-in rule was on. */
export function firewallAfterwards(scripts: readonly (readonly GuestScriptFact[])[]): FirewallAfterwards {
  const changes = scripts.flatMap((facts, run) =>
    facts.flatMap((fact): Change[] => (fact.kind === "changes-firewall" ? [{ fact, run }] : [])),
  );
  const closed = closedBy(changes);
  if (closed.size === 0) {
    const unrepaired = closedBy(changes.filter((change, at) => !isOpenRepair(change, changes.slice(0, at))));
    return {
      ...told(unrepaired, changes),
      perhaps: "whether Windows Firewall lets RDP in in the end depends on a condition",
    };
  }
  const mayOpen = closedBy(changes.map(asHoped)).size < closed.size;
  return {
    ...told(closed, changes),
    ...(mayOpen && { perhaps: "whether another rule that it adds lets RDP in is not known" }),
  };
}

function told(closed: Closed, changes: readonly Change[]): FirewallAfterwards {
  const by = new Set(closed.values());
  const last = changes.filter(({ fact }) => by.has(fact)).at(-1)?.fact;
  return { closed: [...closed.keys()], ...(last && { by: last }) };
}

// Harm stands before it that happens also where the repair does not.
function isOpenRepair({ fact, run }: Change, before: readonly Change[]): boolean {
  if (!opening.has(fact.effect) || fact.branch.length === 0) return false;
  return before.some((harm) => !opening.has(harm.fact.effect) && (harm.run !== run || !runsWith(fact, harm.fact)));
}

// It runs whenever the other has run: it stands under the same conditions or fewer.
function runsWith(repair: FirewallChanged, harm: FirewallChanged): boolean {
  return repair.branch.every((condition, at) => harm.branch[at] === condition);
}

function asHoped(change: Change): Change {
  const { fact } = change;
  return fact.effect === "perhaps-allow-added" ? { ...change, fact: { ...fact, effect: "allow-added" } } : change;
}

function closedBy(changes: readonly Change[]): Closed {
  const closed = new Map<FirewallProfile, FirewallChanged>();
  for (const profile of allProfiles) {
    const state = freshProfile();
    for (const { fact } of changes) if (fact.profiles.includes(profile)) apply(fact, state);
    const by = closing(state);
    if (by) closed.set(profile, by);
  }
  return closed;
}
