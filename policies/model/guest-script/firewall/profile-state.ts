import type { FirewallChanged } from "../facts";
import { globMatches } from "../reading/glob";

interface OwnRule {
  readonly names: readonly string[];
  readonly byPolicy: boolean;
  readonly fact: FirewallChanged;
  blocks: boolean;
  on: boolean;
}

/** What commands have made of one profile. */
export interface ProfileState {
  builtIn: "on" | "off" | "removed";
  builtInBlocks: boolean;
  builtInBy: FirewallChanged | undefined;
  own: OwnRule[];
  blockedBy: FirewallChanged | undefined;
  ignoredBy: FirewallChanged | undefined;
  isOff: boolean;
  defaultAllows: boolean;
}

/** A profile before any script has run: the built-in rule lets RDP in. */
export function freshProfile(): ProfileState {
  return {
    builtIn: "on",
    builtInBlocks: false,
    builtInBy: undefined,
    own: [],
    blockedBy: undefined,
    ignoredBy: undefined,
    isOff: false,
    defaultAllows: false,
  };
}

/**
 * What lets no RDP in; undefined where it comes in. Blocking rules win over those that allow.
 * https://learn.microsoft.com/windows/security/operating-system-security/network-security/windows-firewall/rules
 */
export function closing(state: ProfileState): FirewallChanged | undefined {
  const { builtIn, builtInBlocks, builtInBy, own, blockedBy, ignoredBy, isOff, defaultAllows } = state;
  if (isOff) return undefined;
  if (blockedBy) return blockedBy;
  const heeded = own.filter((rule) => rule.on && (rule.byPolicy || !ignoredBy));
  if (builtInBlocks && builtIn === "on" && !ignoredBy) return builtInBy;
  const block = heeded.find((rule) => rule.blocks);
  if (block) return block.fact;
  if (defaultAllows || heeded.some((rule) => !rule.blocks)) return undefined;
  return ignoredBy ?? (builtIn === "on" ? undefined : builtInBy);
}

/** Does to a profile what a fact says. */
export function apply(fact: FirewallChanged, state: ProfileState): void {
  switch (fact.effect) {
    case "rdp-rule-on":
      if (state.builtIn === "off") state.builtIn = "on";
      return;
    case "rdp-rule-off":
      if (state.builtIn === "on") [state.builtIn, state.builtInBy] = ["off", fact];
      return;
    case "rdp-rule-removed":
      if (state.builtIn !== "removed") [state.builtIn, state.builtInBy] = ["removed", fact];
      return;
    case "rdp-rule-allows":
      state.builtInBlocks = false;
      return;
    case "rdp-rule-blocks":
      [state.builtInBlocks, state.builtInBy] = [true, fact];
      return;
    case "allow-added":
    case "block-added":
      state.own.push({
        names: fact.names,
        byPolicy: fact.byPolicy,
        fact,
        blocks: fact.effect === "block-added",
        on: true,
      });
      return;
    case "perhaps-allow-added":
      return;
    case "own-rules-removed":
      state.own = state.own.filter((rule) => !isNamed(rule, fact));
      return;
    case "own-rules-on":
    case "own-rules-off":
      for (const rule of state.own) if (isNamed(rule, fact)) rule.on = fact.effect === "own-rules-on";
      return;
    case "own-rules-allow":
    case "own-rules-block":
      for (const rule of state.own) if (isNamed(rule, fact)) rule.blocks = fact.effect === "own-rules-block";
      return;
    case "inbound-blocked":
    case "inbound-heeded":
      state.blockedBy = fact.effect === "inbound-blocked" ? fact : undefined;
      return;
    case "local-ignored":
    case "local-heeded":
      state.ignoredBy = fact.effect === "local-ignored" ? fact : undefined;
      return;
    case "default-allows":
    case "default-blocks":
      state.defaultAllows = fact.effect === "default-allows";
      return;
    case "firewall-off":
    case "firewall-on":
      state.isOff = fact.effect === "firewall-off";
  }
}

function isNamed({ names, byPolicy }: OwnRule, fact: FirewallChanged): boolean {
  return !byPolicy && fact.names.some((pattern) => names.some((name) => globMatches(pattern, name)));
}
