import type { GuestScriptFact, RegistryRemoved, RegistryValueSet } from "../facts";
import type { ScriptCall } from "../reading/call";
import { text } from "../reading/value";
import { areaKey, registryFacts, type RegistryArea } from "../registry/facts";
import type { FirewallFindings } from "./findings";
import { builtInRule, namesBuiltIn, namesFirewallRules } from "./names";
import { allProfiles, profilesOf } from "./profiles";
import { ruleReach } from "./rule-reach";

// https://learn.microsoft.com/openspecs/windows_protocols/ms-gpfas
const policyRoot = "hklm\\software\\policies\\microsoft\\windowsfirewall";
const localRoot = "hklm\\system\\currentcontrolset\\services\\sharedaccess\\parameters\\firewallpolicy";

const settings = ["enablefirewall", "donotallowexceptions", "defaultinboundaction", "allowlocalpolicymerge"];

/** Where the registry keeps the firewall's rules and what overrules them. */
const firewallArea: RegistryArea = {
  topic: "firewall",
  keys: [areaKey(policyRoot, true), areaKey(localRoot, true)],
  names: new Set([...settings, ...builtInRule.name]),
  mentions: (text) => /windowsfirewall|firewallpolicy/i.test(text) || namesFirewallRules(text),
};

/** Reads what a call does to the firewall in the registry. */
export function firewallRegistry(call: ScriptCall, findings: FirewallFindings): void {
  for (const fact of registryFacts(call, findings.script, firewallArea)) told(fact, findings);
}

function told(fact: GuestScriptFact, findings: FirewallFindings): void {
  if (fact.kind === "unresolved") findings.unresolved(fact.why);
  else if (fact.kind === "sets-registry-value") {
    if (fact.key.endsWith("\\firewallrules")) setRule(fact, findings);
    else setValue(fact, findings);
  } else if (fact.kind === "removes-from-registry") removed(fact, findings);
}

function profileKey(key: string): string | undefined {
  return /\\(domain|standard|private|public)profile$/.exec(key)?.[1];
}

function setValue({ key, name, data }: RegistryValueSet, findings: FirewallFindings): void {
  const byPolicy = key.startsWith(policyRoot);
  if (byPolicy && key.endsWith("\\services\\remotedesktop") && name === "enabled") {
    if (!("known" in data) || data.known !== 1)
      findings.unresolved("what the exception of older Windows means beside today's rules is not known");
    return;
  }
  const profile = profileKey(key);
  if (profile === undefined || !settings.includes(name)) return;
  // Only policies are heeded, and not under the name of older Windows.
  if (name === "allowlocalpolicymerge" && (!byPolicy || profile === "standard")) return;
  if (!("known" in data)) {
    if (name !== "enablefirewall") findings.unresolved(`what it sets is not known: ${data.why}`);
    return;
  }
  const profiles = profilesOf(text(profile));
  const isOne = Number(data.known) === 1;
  if (name === "enablefirewall") findings.profiles(isOne ? "firewall-on" : "firewall-off", profiles, byPolicy);
  else if (name === "donotallowexceptions")
    findings.profiles(isOne ? "inbound-blocked" : "inbound-heeded", profiles, byPolicy);
  else if (name === "defaultinboundaction")
    findings.profiles(isOne ? "default-blocks" : "default-allows", profiles, byPolicy);
  else findings.profiles(isOne ? "local-heeded" : "local-ignored", profiles, byPolicy);
}

// "v2.10|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=…|"
function setRule({ key, name, data }: RegistryValueSet, findings: FirewallFindings): void {
  const byPolicy = key.startsWith(policyRoot);
  const isBuiltIn = !byPolicy && builtInRule.name.includes(name);
  if (!("known" in data)) {
    if (isBuiltIn || findings.bearsOnRdp) findings.unresolved(`what rule it writes is not known: ${data.why}`);
    return;
  }
  const fields = new Map<string, string[]>();
  for (const piece of String(data.known).split("|")) {
    const [, field, value] = /^(\w+)=(.*)$/s.exec(piece) ?? [];
    if (field !== undefined) fields.set(field.toLowerCase(), [...(fields.get(field.toLowerCase()) ?? []), value!]);
  }
  const field = (one: string): ReturnType<typeof text> | undefined => {
    const values = fields.get(one);
    return values && text(values.join(","));
  };
  const active = field("active")?.text.toLowerCase() === "true";
  const blocks = field("action")?.text.toLowerCase() === "block";
  if (isBuiltIn) {
    const chosen = { builtIn: true, patterns: [] };
    findings.changed(active ? "on" : "off", chosen, { known: allProfiles });
    if (active) findings.changed(blocks ? "blocks" : "allows", chosen, { known: allProfiles });
    return;
  }
  if (!active) return;
  const ports = [...fields].filter(([one]) => /^lport/.test(one)).flatMap(([, values]) => values);
  findings.added({
    reach: ruleReach({
      direction: field("dir"),
      protocol: field("protocol"),
      ports: ports.length > 0 ? text(ports.join(",").replace(/rpc/gi, "0")) : undefined,
      program: field("app"),
      service: field("svc"),
      limits: [...fields]
        .filter(([one]) => /^([lr]a[46]|rport|if)/.test(one))
        .map(([, values]) => text(values.join(","))),
    }),
    blocks,
    names: [`name:${name}`],
    profiles: profilesOf(field("profile")),
    byPolicy,
  });
}

function removed({ key, what }: RegistryRemoved, findings: FirewallFindings): void {
  const byPolicy = !key.startsWith(localRoot) && !localRoot.startsWith(key);
  const rules = `${byPolicy ? policyRoot : localRoot}\\firewallrules`;
  if (key === rules && typeof what === "object") {
    const builtIn = !byPolicy && namesBuiltIn(what.value, "name");
    return findings.changed("removed", { builtIn, patterns: [`name:${what.value}`] }, { known: allProfiles });
  }
  if (!byPolicy) {
    const name = typeof what === "object" ? what.value : undefined;
    if (name === undefined) return findings.unresolved("the machine's own rules may go with the key");
  }
  const profile = profileKey(key);
  const profiles = profile === undefined ? { known: allProfiles } : profilesOf(text(profile));
  const gone = (name: string): boolean => typeof what !== "object" || what.value === name;
  if (gone("donotallowexceptions")) findings.profiles("inbound-heeded", profiles, byPolicy);
  if (gone("allowlocalpolicymerge")) findings.profiles("local-heeded", profiles, byPolicy);
}
