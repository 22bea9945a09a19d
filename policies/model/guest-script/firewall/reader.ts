import type { GuestScriptFact } from "../facts";
import { bindCommand } from "../powershell/binding";
import type { CommandCall, FactReader, ScriptCall, ScriptContext } from "../reading/call";
import { givenValues } from "../reading/given-values";
import { changesNothing } from "../reading/harmless-commands";
import { asText, textsIn } from "../reading/value";
import { FirewallFindings } from "./findings";
import { isBuiltInRule, namesFirewallRules } from "./names";
import { broughtBack, netsh } from "./netsh";
import { firewallRegistry } from "./registry-values";
import { foundRules, profileCmdlet, ruleCmdlet } from "./rule-cmdlets";

type CommandReader = (call: CommandCall, findings: FirewallFindings) => void;

const nothing: CommandReader = () => undefined;

const commands: Readonly<Record<string, CommandReader>> = {
  "new-netfirewallrule": ruleCmdlet,
  "set-netfirewallrule": ruleCmdlet,
  "enable-netfirewallrule": ruleCmdlet,
  "disable-netfirewallrule": ruleCmdlet,
  "remove-netfirewallrule": ruleCmdlet,
  "set-netfirewallprofile": profileCmdlet,
  netsh,
  "new-object": (call, findings) => {
    const object = bindCommand(call).get("comobject");
    if (object && /^hnetcfg\./i.test(asText(object).text) && findings.bearsOnRdp)
      findings.unresolved("what it does to the Remote Desktop rules through an object is not known");
  },
  // These keep rules as they are or write elsewhere; keys of the registry have readers of their own.
  ...Object.fromEntries(
    [
      ...["show-netfirewallrule", "rename-netfirewallrule", "copy-netfirewallrule", "save-netgpo", "open-netgpo"],
      ...["set-netfirewallsetting", "set-netfirewalladdressfilter", "set-netfirewallportfilter"],
      ...["set-content", "add-content", "set-variable", "set-itemproperty", "new-itemproperty", "remove-itemproperty"],
      ...["new-item", "remove-item", "reg"],
    ].map((name) => [name, nothing]),
  ),
};

// A rule that lets something in and does not speak of RDP may let RDP in, too; that matters to nobody whom nothing shuts out.
const otherNetsh = "advfirewallfirewalladdrule|interface|http|winhttp|wlan|lan|trace";
const tellingOfFirewall = new RegExp(
  [
    ...["(?<!new-)netfirewall", "advfirewall(?!firewalladdrule)", `netsh(?!(\\.exe)?(${otherNetsh}))`],
    ...["windowsfirewall", "firewallpolicy", "fwpolicy2", "firewallapi", "(?<!script)block"],
    ...["rdp", "remotedesktop", "28752", "3389", "bureau", "escritorioremoto", "desktopremoto", "trabalhoremota"],
    ...["allowlocal(policymerge|firewallrules)", "donotallow"],
  ].join("|"),
  "i",
);

/** Reads what a script does to the way of RDP through Windows Firewall: RDP904-073. */
export const firewallReader: FactReader = {
  topic: "firewall",
  words: [
    ...["netfirewall", "netsh", "advfirewall", "windowsfirewall", "firewallpolicy", "fwpolicy2"],
    ...["remotedesktop", "firewallapi", "restorelocalfirewalldefaults"],
  ],
  telling: tellingOfFirewall,
  mentions: namesFirewallRules,
  objects: foundRules,
  read,
};

function read(call: ScriptCall, script: ScriptContext): readonly GuestScriptFact[] {
  const findings = new FirewallFindings(call, script);
  firewallRegistry(call, findings);
  if (call.kind === "method" && call.name === "restorelocalfirewalldefaults") findings.unresolved(broughtBack);
  if (call.kind === "command") {
    if (Object.hasOwn(commands, call.name)) commands[call.name]!(call, findings);
    else if (!changesNothing(call.name) && findings.facts.length === 0) handedOver(call, findings);
  }
  return findings.facts;
}

// A command that nobody knows gets the rules of Remote Desktop into its hands.
function handedOver(call: CommandCall, findings: FirewallFindings): void {
  const texts = givenValues(call).flatMap((value) => textsIn(value));
  const isAboutFirewall = /firewall/.test(call.name) && texts.some(namesFirewallRules);
  if (isAboutFirewall || texts.some(isBuiltInRule))
    findings.unresolved("what it does to the Remote Desktop rules is not known");
}
