import { commandWords } from "../powershell/command-line-words";
import type { CommandCall } from "../reading/call";
import { asText, joinTexts, type OpenValue, type ScriptValue, type TextValue } from "../reading/value";
import type { ChosenRules, FirewallFindings } from "./findings";
import { namesBuiltIn, namesFirewallRules } from "./names";
import { allProfiles, profilesOf, type Profiles } from "./profiles";
import { isOn } from "./rule-cmdlets";
import { oneOf, ruleReach } from "./rule-reach";

type Word = TextValue | OpenValue;
/** What the rules are after Windows made its own anew. */
export const broughtBack = "it brings back Windows' own rules, of which those of RDP may be off";

type Options = ReadonlyMap<string, Word>;

/** Reads netsh: https://learn.microsoft.com/troubleshoot/windows-server/networking/netsh-advfirewall-firewall-control-firewall-behavior */
export function netsh(call: CommandCall, findings: FirewallFindings): void {
  const words = inContext(commandWords(call).map(asText));
  const said = words.map(({ text }) => unquoted(text).toLowerCase());
  // Another computer's firewall.
  if (/^[-/]r$/.test(said[0] ?? "")) return;
  if (/^([-/]f|exec)$/.test(said[0] ?? "")) {
    if (findings.bearsOnRdp) findings.unresolved("the commands in its file are not known");
    return;
  }
  const [context, area, verb, what] = said;
  if (context === "firewall") return ofOldKind(said, findings);
  if (!isShort(context, "advfirewall", 3)) {
    if (words[0]?.is === "open" && findings.bearsOnRdp)
      findings.unresolved(`what it changes is not known: ${words[0].why}`);
    return;
  }
  if (area === "reset") return findings.unresolved(broughtBack);
  if (area === "import") return findings.unresolved("the rules that it brings from a file are not known");
  if (area === "set") return setProfile(verb, what, words.slice(3), findings);
  if (!isShort(area, "firewall", 1) || !isShort(what, "rule", 1)) return;
  const rest = words.slice(4);
  if (isShort(verb, "add", 1)) addRule(optionsOf(rest), findings);
  else if (isShort(verb, "delete", 1)) changeRules("removed", optionsOf(rest), findings);
  else if (isShort(verb, "set", 1)) setRule(rest, findings);
}

// "-c advfirewall firewall" goes there before the command.
function inContext(words: readonly Word[]): readonly Word[] {
  const [option, context, ...rest] = words;
  if (!context || !/^[-/]c$/i.test(option!.text)) return words;
  return [...context.text.split(/\s+/).map((part) => ({ ...context, text: part })), ...rest];
}

// netsh takes the beginning of a word for the word.
function isShort(word: string | undefined, full: string, least: number): boolean {
  return word !== undefined && word.length >= least && full.startsWith(word);
}

function unquoted(text: string): string {
  return text.replace(/["']/g, "").trim();
}

// name=value, the name of the rule also without "name="; a value that holds blanks may have come as several words, "profile=domain,private" as a list.
function optionsOf(words: readonly Word[]): Options {
  const options = new Map<string, Word>();
  let last: string | undefined;
  for (const word of words) {
    const [, name, value] = /^["']?(\w+)\s*=\s*(.*)$/s.exec(word.text) ?? [];
    if (name !== undefined) {
      last = name.toLowerCase();
      options.set(last, { ...word, text: unquoted(value!) });
    } else if (last === undefined) {
      last = "name";
      options.set(last, { ...word, text: unquoted(word.text) });
    } else {
      const before = options.get(last)!;
      const between = /port|ip|profile/.test(last) && before.text !== "" ? "," : before.text === "" ? "" : " ";
      options.set(last, joinTexts([before, { ...word, text: unquoted(word.text) }], between));
    }
  }
  return options;
}

function addRule(options: Options, findings: FirewallFindings): void {
  if (isOn(options.get("enable")) === false) return;
  const reach = ruleReach({
    direction: options.get("dir"),
    protocol: options.get("protocol"),
    ports: options.get("localport"),
    program: options.get("program"),
    service: options.get("service"),
    limits: ["remoteip", "localip", "remoteport", "interfacetype"].map((name) => options.get(name)),
  });
  const action = oneOf(options.get("action"), ["allow", "block", "bypass"]);
  if (action === undefined) {
    if (reach.is !== "none" && findings.bearsOnRdp)
      findings.unresolved("whether its rule lets in or blocks is not known");
    return;
  }
  const name = options.get("name");
  findings.added({
    reach,
    blocks: action === "block",
    names: name?.is === "text" ? [`displayname:${name.text.toLowerCase()}`] : [],
    profiles: profilesOf(options.get("profile")),
  });
}

function setRule(words: readonly Word[], findings: FirewallFindings): void {
  const at = words.findIndex(({ text }) => text.toLowerCase() === "new");
  if (at < 0) return;
  const [which, next] = [optionsOf(words.slice(0, at)), optionsOf(words.slice(at + 1))];
  const enable = next.get("enable");
  const action = next.get("action");
  const [on, does] = [isOn(enable), oneOf(action, ["allow", "block", "bypass"])];
  const { builtIn } = chosenRules(which);
  if (on !== undefined) changeRules(on ? "on" : "off", which, findings);
  if (does !== undefined) changeRules(does === "block" ? "blocks" : "allows", which, findings);
  const isOpen = (enable && on === undefined) || (action && does === undefined);
  if (isOpen && builtIn) findings.unresolved("what it sets the Remote Desktop rules to is not known");
  const profile = next.get("profile");
  if (!profile || on === false || !builtIn) return;
  const profiles = profilesOf(profile);
  if ("why" in profiles)
    return findings.unresolved(`for which profiles the rules are then is not known: ${profiles.why}`);
  const left = allProfiles.filter((one) => !profiles.known.includes(one));
  findings.changed("off", { builtIn: true, patterns: [] }, { known: left });
}

function changeRules(
  change: "on" | "off" | "removed" | "allows" | "blocks",
  which: Options,
  findings: FirewallFindings,
): void {
  const chosen = chosenRules(which);
  const harms = change !== "on" && change !== "allows";
  // Rules are stored for some profiles or for all; which of them a profile finds depends on that.
  if (which.has("profile") && !/^any$/i.test(which.get("profile")!.text) && chosen.builtIn && harms)
    return findings.unresolved("whether the Remote Desktop rules are among those of the profile is not known");
  findings.changed(change, chosen, { known: allProfiles });
}

function chosenRules(which: Options): ChosenRules {
  const [name, group] = [which.get("name"), which.get("group")];
  const by = name ?? group;
  if (!by) return { builtIn: false, patterns: [] };
  if (by.is === "open") return { builtIn: false, patterns: [], why: by.why };
  const wanted = by.text.toLowerCase();
  const others = ruleReach({
    direction: which.get("dir"),
    protocol: which.get("protocol"),
    ports: which.get("localport"),
    program: which.get("program"),
    service: which.get("service"),
    limits: [],
  });
  if (others.is === "none") return { builtIn: false, patterns: [] };
  const way = name ? "displayname" : "displaygroup";
  const all = name !== undefined && wanted === "all";
  return {
    builtIn: all || (!/[*?]/.test(wanted) && namesBuiltIn(wanted, way)),
    patterns: [all ? "*" : `${way}:${wanted}`],
  };
}

function setProfile(
  which: string | undefined,
  setting: string | undefined,
  rest: readonly Word[],
  findings: FirewallFindings,
): void {
  if (which === undefined || !/profiles?$/.test(which)) return;
  const profiles: Profiles = which.startsWith("current")
    ? { why: "which profile is the current one depends on the network" }
    : profilesOf({ is: "text", text: which });
  const words = rest.flatMap((word) =>
    word.text
      .toLowerCase()
      .split(/[\s,]+/)
      .map(unquoted),
  );
  const open: ScriptValue | undefined = rest.find((word) => word.is === "open");
  if (setting === "state") {
    const state = words.find((word) => word === "on" || word === "off");
    if (state) findings.profiles(state === "on" ? "firewall-on" : "firewall-off", profiles);
  } else if (setting === "firewallpolicy") {
    if (words.includes("blockinboundalways")) return findings.profiles("inbound-blocked", profiles);
    if (words.includes("blockinbound")) {
      findings.profiles("inbound-heeded", profiles);
      findings.profiles("default-blocks", profiles);
    } else if (words.includes("allowinbound")) {
      findings.profiles("inbound-heeded", profiles);
      findings.profiles("default-allows", profiles);
    } else if (open)
      findings.unresolved(
        `what it does to what comes in is not known: ${asText(open).text === "" ? "it is open" : (open as OpenValue).why}`,
      );
  } else if (setting === "settings" && words.includes("localfirewallrules") && words.includes("disable"))
    findings.unresolved("whether Windows heeds localfirewallrules outside a policy is not certain");
}

// netsh firewall, which Windows keeps for old scripts.
function ofOldKind(said: readonly string[], findings: FirewallFindings): void {
  const line = said.join(" ");
  const opens = /\b(mode\s*=?\s*)?(enable|allow)\b/.test(line) && !/disable/.test(line);
  if (/^firewall (set|add|delete) (service|portopening)\b/.test(line)) {
    if (!opens && (/remotedesktop/.test(line) || namesFirewallRules(line)))
      findings.unresolved("what this command of older Windows does to the Remote Desktop rules is not known");
  } else if (
    /^firewall (set opmode|reset)\b/.test(line) &&
    /(exceptions\s*=?|mode\s*=?\s*enable|opmode enable)\s*disable|reset/.test(line)
  )
    findings.unresolved("what this command of older Windows leaves of the rules is not known");
}
