import type { FirewallEffect, FirewallProfile, GuestScriptFact } from "../facts";
import type { ScriptCall, ScriptContext } from "../reading/call";
import { callTitle } from "../reading/call-title";
import { globMatches } from "../reading/glob";
import { namesFirewallRules, soundsLikeRdp } from "./names";
import { allProfiles, type Profiles } from "./profiles";
import type { RuleReach } from "./rule-reach";

/** A rule that a script adds. */
export interface AddedRule {
  readonly reach: RuleReach;
  readonly blocks: boolean;
  /** "displayname:rdp from office". */
  readonly names: readonly string[];
  readonly profiles: Profiles;
  readonly byPolicy?: boolean;
}

/** Rules that a command names: the built-in one, own ones by patterns. */
export interface ChosenRules {
  readonly builtIn: boolean;
  readonly patterns: readonly string[];
  /** Why a name is not known. */
  readonly why?: string;
}

/** What can happen to rules that are there. */
export type RuleChange = "on" | "off" | "removed" | "allows" | "blocks";

interface Memory {
  readonly effects: Set<FirewallEffect>;
  readonly names: Set<string>;
}

// A repair is worth telling only after harm: what a script did before decides whether a call means anything to RDP.
const memories = new WeakMap<ScriptContext, Memory>();

const undone: Readonly<Partial<Record<FirewallEffect, FirewallEffect>>> = {
  "inbound-heeded": "inbound-blocked",
  "local-heeded": "local-ignored",
  "default-blocks": "default-allows",
  "firewall-on": "firewall-off",
};

const ownEffect: Readonly<Record<RuleChange, FirewallEffect>> = {
  on: "own-rules-on",
  off: "own-rules-off",
  removed: "own-rules-removed",
  allows: "own-rules-allow",
  blocks: "own-rules-block",
};

/** The finding of facts about one call. */
export class FirewallFindings {
  readonly facts: GuestScriptFact[] = [];
  private readonly memory: Memory;

  constructor(
    private readonly call: ScriptCall,
    readonly script: ScriptContext,
  ) {
    this.memory = memories.get(script) ?? { effects: new Set(), names: new Set() };
    memories.set(script, this.memory);
  }

  /** True where the script speaks of RDP's rules. */
  get bearsOnRdp(): boolean {
    return this.script.mentions("firewall");
  }

  /** Something changes for whole profiles. */
  profiles(effect: FirewallEffect, profiles: Profiles, byPolicy = false): void {
    const harm = undone[effect];
    if (harm !== undefined && !this.memory.effects.has(harm)) return;
    if ("why" in profiles) this.unresolved(`which profiles it changes is not known: ${profiles.why}`);
    else this.add(effect, profiles.known, [], byPolicy);
  }

  added({ reach, blocks, names, profiles, byPolicy = false }: AddedRule): void {
    if (reach.is === "none") return;
    const about = "known" in profiles ? profiles.known : allProfiles;
    const why = reach.is === "open" ? reach.why : "why" in profiles ? profiles.why : undefined;
    if (blocks && reach.is === "some") return this.unresolved("it blocks RDP from some addresses or interfaces only");
    if (blocks && why !== undefined) {
      if (this.bearsOnRdp) this.unresolved(`whether the rule blocks RDP is not known: ${why}`);
      return;
    }
    if (why !== undefined && !this.bearsOnRdp) return;
    names.forEach((name) => this.memory.names.add(name));
    const allows = why === undefined ? "allow-added" : "perhaps-allow-added";
    this.add(blocks ? "block-added" : allows, about, names, byPolicy);
  }

  changed(change: RuleChange, { builtIn, patterns, why }: ChosenRules, profiles: Profiles): void {
    if (why !== undefined && this.bearsOnRdp && change !== "on" && change !== "allows")
      this.unresolved(`which rules it changes is not known: ${why}`);
    const own = patterns.filter((pattern) => this.isOwn(pattern));
    if (!builtIn && own.length === 0) return;
    if ("why" in profiles) return this.unresolved(`which profiles it changes is not known: ${profiles.why}`);
    if (builtIn) this.add(`rdp-rule-${change}`, profiles.known, []);
    if (own.length > 0) this.add(ownEffect[change], profiles.known, own);
  }

  unresolved(why: string): void {
    this.facts.push({ kind: "unresolved", topic: "firewall", why, ...this.at() });
  }

  // A rule of the script's own, or one that another script may have made for RDP.
  private isOwn(pattern: string): boolean {
    const isNamed = [...this.memory.names].some((name) => globMatches(pattern, name));
    const isGroup = /^(display)?group:/.test(pattern) && namesFirewallRules(pattern);
    return isNamed || (!isGroup && soundsLikeRdp(pattern) && !/[*?]/.test(pattern));
  }

  private add(
    effect: FirewallEffect,
    profiles: readonly FirewallProfile[],
    names: readonly string[],
    byPolicy = false,
  ): void {
    this.memory.effects.add(effect);
    if (profiles.length === 0) return;
    this.facts.push({ kind: "changes-firewall", effect, profiles, names, byPolicy, ...this.at() });
  }

  private at(): { line: number; branch: readonly number[]; text: string } {
    const { line, branch } = this.call;
    return { line, branch, text: callTitle(this.call) };
  }
}
