import { bindCommand, type Bound } from "../powershell/binding";
import type { CommandCall } from "../reading/call";
import { asText, flatten, instance, text, type ScriptValue } from "../reading/value";
import type { ChosenRules, FirewallFindings, RuleChange } from "./findings";
import { builtInRule, namesBuiltIn, type NamedBy } from "./names";
import { allProfiles, profilesOf, type Profiles } from "./profiles";
import { oneOf, ruleReach } from "./rule-reach";

const ways: readonly NamedBy[] = ["name", "displayname", "displaygroup", "group"];
const narrowing = ["remoteaddress", "localaddress", "remoteport", "interfacetype", "interfacealias"];
const truths = ["true", "false", "1", "2", "yes", "no"] as const;
const profileTruths = ["true", "false", "1", "0"] as const;

/** What `-Enabled True` and `enable=yes` say of a rule: https://learn.microsoft.com/windows/win32/fwp/wmi/wfascimprov/msft-netfirewallrule */
export function isOn(value: ScriptValue | undefined): boolean | undefined {
  const word = oneOf(value, truths);
  return word === undefined ? undefined : word === "true" || word === "1" || word === "yes";
}

// Of a profile, 2 says that it is left open: https://learn.microsoft.com/windows/win32/fwp/wmi/wfascimprov/msft-netfirewallprofile
function isOnInProfile(value: ScriptValue | undefined): boolean | undefined {
  const word = oneOf(value, profileTruths);
  return word === undefined ? undefined : word === "true" || word === "1";
}

/** Reads the cmdlets on rules: https://learn.microsoft.com/powershell/module/netsecurity */
export function ruleCmdlet(call: CommandCall, findings: FirewallFindings): void {
  const bound = bindCommand(call);
  const store = storeOf(bound);
  const verb = call.name.slice(0, call.name.indexOf("-"));
  if (verb === "new") return newRule(bound, findings, store);
  // The rules that come with Windows are the machine's own.
  if (store !== "local") return;
  if (verb === "set") return setRule(bound, call, findings);
  const change: RuleChange = verb === "enable" ? "on" : verb === "disable" ? "off" : "removed";
  // Here they say which rules are meant; the built-in one is on, lets in and is taken to be for all profiles.
  const isLeftOut =
    oneOf(bound.get("direction"), ["outbound"]) ??
    oneOf(bound.get("action"), ["block"]) ??
    (change !== "on" && isOn(bound.get("enabled")) === false ? "off" : undefined);
  const chosen = chosenRules(bound, call, true);
  findings.changed(change, isLeftOut === undefined ? chosen : { ...chosen, builtIn: false }, { known: allProfiles });
}

/** New-NetFirewallRule. */
function newRule(bound: Bound, findings: FirewallFindings, store: RuleStore): void {
  if (store === "nowhere" || isOn(bound.get("enabled")) === false) return;
  const action = bound.get("action");
  const reach = ruleReach({
    direction: bound.get("direction"),
    protocol: bound.get("protocol"),
    ports: bound.get("localport"),
    program: bound.get("program"),
    service: bound.get("service"),
    limits: narrowing.map((name) => bound.get(name)),
  });
  const word = action ? oneOf(action, ["allow", "block"]) : "allow";
  if (store === "elsewhere") {
    if (word !== "allow" && reach.is !== "none" && findings.bearsOnRdp)
      findings.unresolved("whose policy its rule stands in is not known");
    return;
  }
  if (word === undefined) {
    if (reach.is !== "none" && findings.bearsOnRdp)
      findings.unresolved("whether its rule lets in or blocks is not known");
    return;
  }
  const names = ways.flatMap((way) => {
    const value = bound.get(way);
    const written = value && asText(value);
    if (written?.is !== "text") return [];
    const name = written.text.toLowerCase();
    return way === "group" ? [`group:${name}`, `displaygroup:${name}`] : [`${way}:${name}`];
  });
  findings.added({
    reach,
    blocks: word === "block",
    names,
    profiles: profilesOf(bound.get("profile")),
    byPolicy: store === "policy",
  });
}

function setRule(bound: Bound, call: CommandCall, findings: FirewallFindings): void {
  const chosen = chosenRules(bound, call, false);
  const all: Profiles = { known: allProfiles };
  const enabled = bound.get("enabled") ?? assigned(bound, call, "enabled");
  const on = isOn(enabled);
  if (enabled && on === undefined) {
    if (chosen.builtIn) findings.unresolved("whether it disables the Remote Desktop rules is not known");
  } else if (on !== undefined) findings.changed(on ? "on" : "off", chosen, all);
  const action = bound.get("action") ?? assigned(bound, call, "action");
  const word = oneOf(action, ["allow", "block"]);
  if (word !== undefined) findings.changed(word === "allow" ? "allows" : "blocks", chosen, all);
  else if (action && chosen.builtIn) findings.unresolved("whether it lets the Remote Desktop rules block is not known");
  if (!bound.has("profile") || on === false || !chosen.builtIn) return;
  const profiles = profilesOf(bound.get("profile"));
  if ("why" in profiles)
    return findings.unresolved(`for which profiles the rules are then is not known: ${profiles.why}`);
  findings.changed("off", { builtIn: true, patterns: [] }, { known: without(profiles.known) });
}

// $rule.Enabled = "False"; Set-NetFirewallRule -InputObject $rule
function assigned(bound: Bound, call: CommandCall, property: string): ScriptValue | undefined {
  const calls = objectsOf(bound, call).flatMap((one) => (one.is === "instance" ? one.calls : []));
  return calls.filter(({ name }) => name === `set_${property}`).at(-1)?.arguments[0];
}

function objectsOf(bound: Bound, call: CommandCall): readonly ScriptValue[] {
  return [...flatten([bound.get("inputobject") ?? { is: "list", items: [] }]), ...call.input];
}

function without(kept: readonly string[]): Extract<Profiles, { known: unknown }>["known"] {
  return allProfiles.filter((profile) => !kept.includes(profile));
}

/** Where rules are kept: the machine's own, its policy's, another policy's, or nowhere on this machine. */
type RuleStore = "local" | "policy" | "elsewhere" | "nowhere";

/** Which store a command on the firewall changes. */
function storeOf(bound: Bound): RuleStore {
  if (bound.has("cimsession") || bound.has("whatif")) return "nowhere";
  if (bound.has("gposession")) return "elsewhere";
  const store = bound.get("policystore");
  if (!store || oneOf(store, ["persistentstore", "activestore"])) return "local";
  const written = asText(store);
  return written.is === "text" && !/\\/.test(written.text) ? "policy" : "elsewhere";
}

// Nothing named means all where the cmdlet searches by itself.
function chosenRules(bound: Bound, call: CommandCall, searches: boolean): ChosenRules {
  const given = ways.flatMap((way) => (bound.get(way) ? [[way, bound.get(way)!] as const] : []));
  const objects = objectsOf(bound, call);
  if (given.length === 0 && objects.length === 0)
    return searches || bound.has("all") ? { builtIn: true, patterns: ["*"] } : { builtIn: false, patterns: [] };
  const found = [...given, ...(given.length === 0 ? objects.map((one) => ["name", one] as const) : [])];
  const each = found.flatMap(([way, value]) => flatten([value]).map((item) => chosenBy(item, way)));
  const why = each.find((one) => one.why !== undefined)?.why;
  return {
    builtIn: each.some(({ builtIn }) => builtIn),
    patterns: each.flatMap(({ patterns }) => patterns),
    ...(why !== undefined && { why }),
  };
}

function chosenBy(value: ScriptValue, way: NamedBy): ChosenRules {
  if (value.is === "instance" && /^firewallrule(\.|$)/.test(value.type)) {
    const table = value.arguments[0];
    if (table?.is === "table") return { builtIn: true, patterns: [] };
    // All rules that a search found, of which a filter may have left some: nothing certain.
    const patterns = value.arguments.flatMap((each) => (each.is === "text" && each.text !== "*" ? [each.text] : []));
    return { builtIn: false, patterns };
  }
  const written = asText(value);
  if (written.is === "open") return { builtIn: false, patterns: [], why: written.why };
  const pattern = written.text.trim().toLowerCase();
  return { builtIn: namesBuiltIn(pattern, way), patterns: [`${way}:${pattern}`] };
}

/** What Get-NetFirewallRule and the others with -PassThru give: the rule that matters, and one that stands for all others. */
export function foundRules(call: CommandCall): readonly ScriptValue[] | undefined {
  if (call.name === "get-netfirewallprofile") return foundProfiles(call);
  if (!/^(get|set|disable|enable)-netfirewallrule$/.test(call.name)) return undefined;
  const bound = bindCommand(call);
  if (call.name !== "get-netfirewallrule") {
    if (!bound.has("passthru")) return [];
    if (call.input.length > 0) return call.input;
  } else if (call.input.length > 0 || [...bound.keys()].some((name) => name.startsWith("associated"))) {
    const known = call.input.filter((one) => one.is === "instance" && one.type === "firewallrule");
    return known.length > 0 ? known : undefined;
  }
  if (/where$/.test(storeOf(bound))) return [instance("firewallrule", [])];
  const { builtIn, patterns, why } = chosenRules(bound, call, true);
  const leftOut = oneOf(bound.get("direction"), ["outbound"]) ?? oneOf(bound.get("action"), ["block"]);
  const others = instance("firewallrule", patterns.map(text));
  const exact = patterns.length > 0 && patterns.every((one) => one.startsWith("name:") && !/[*?]/.test(one));
  return [
    ...(builtIn && leftOut === undefined ? [ruleObject()] : []),
    ...(builtIn && exact ? [] : [others]),
    ...(why === undefined ? [] : [{ is: "open", text: "", why } as const]),
  ];
}

function ruleObject(): ScriptValue {
  const [name, displayName, displayGroup, group] = ways.map((way) => text(builtInRule[way][0]!));
  const entries = new Map<string, ScriptValue>([
    ["name", name!],
    ["instanceid", name!],
    ["id", name!],
    ["displayname", displayName!],
    ["displaygroup", displayGroup!],
    ["group", group!],
    ["rulegroup", group!],
    ["direction", text("Inbound")],
  ]);
  return instance("firewallrule", [{ is: "table", entries }]);
}

function foundProfiles(call: CommandCall): readonly ScriptValue[] {
  const profiles = profilesOf(bindCommand(call).get("name"));
  if ("why" in profiles) return [{ is: "open", text: "", why: profiles.why }];
  return profiles.known.map((name) =>
    instance("firewallprofile", [{ is: "table", entries: new Map([["name", text(name)]]) }]),
  );
}

/** Set-NetFirewallProfile: https://learn.microsoft.com/powershell/module/netsecurity/set-netfirewallprofile */
export function profileCmdlet(call: CommandCall, findings: FirewallFindings): void {
  const bound = bindCommand(call);
  const store = storeOf(bound);
  const localRules = isOnInProfile(bound.get("allowlocalfirewallrules"));
  if (store === "nowhere") return;
  if (store === "elsewhere") {
    if (localRules === false) findings.unresolved("whose policy ignores local rules then is not known");
    return;
  }
  const objects = call.input.length > 0 ? { is: "list" as const, items: call.input } : undefined;
  const profiles = profilesOf(bound.get("name") ?? bound.get("inputobject") ?? objects);
  const byPolicy = store === "policy";
  const enabled = isOnInProfile(bound.get("enabled"));
  const rules = isOnInProfile(bound.get("allowinboundrules"));
  const action = oneOf(bound.get("defaultinboundaction"), ["allow", "block"]);
  if (enabled !== undefined) findings.profiles(enabled ? "firewall-on" : "firewall-off", profiles, byPolicy);
  if (rules !== undefined) findings.profiles(rules ? "inbound-heeded" : "inbound-blocked", profiles, byPolicy);
  else if (isOpen(bound.get("allowinboundrules")))
    findings.unresolved("whether it blocks all that comes in is not known");
  if (action !== undefined)
    findings.profiles(action === "allow" ? "default-allows" : "default-blocks", profiles, byPolicy);
  // https://learn.microsoft.com/openspecs/windows_protocols/ms-fasp/5a6e0d39-802d-456b-b483-c7360566fcdd
  if (localRules === false && !byPolicy)
    return findings.unresolved("whether Windows heeds AllowLocalFirewallRules outside a policy is not certain");
  if (localRules !== undefined) findings.profiles(localRules ? "local-heeded" : "local-ignored", profiles, byPolicy);
  else if (isOpen(bound.get("allowlocalfirewallrules")))
    findings.unresolved("whether it lets Windows ignore local rules is not known");
}

function isOpen(value: ScriptValue | undefined): boolean {
  return value !== undefined && asText(value).is === "open";
}
