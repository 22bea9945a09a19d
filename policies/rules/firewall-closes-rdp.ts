import { firewallTrouble, unplacedFirewallTrouble } from "../estate/guest-script/firewall-trouble";
import { scriptCarriers } from "../estate/guest-script/guest-scripts";
import { scriptVerdicts } from "./judging/script-verdicts";
import type { Rule } from "./rule";

/** RDP904-073. */
export const firewallClosesRdp: Rule = {
  ref: "RDP904-073",
  name: "firewall-closes-rdp",
  cause: "rdp-blocked",
  level: "mandatory",
  severity: "critical",
  description: "A script closes Windows Firewall to RDP on a host that is meant for it.",
  effect:
    "Windows drops what comes to the port before Remote Desktop sees it; " +
    "network security groups and the portal show nothing of it.",
  fix:
    "Leave the group Remote Desktop enabled, or allow TCP 3389 from your operators in a rule of your own; " +
    "where a policy ignores local rules, let the same policy bring that rule.",
  blindSpots: [
    "Port 3389 counts as RDP's; where a script moves the listener (RDP904-005), what would be broken is undecided.",
    "A built-in rule that gets another port is taken to follow the listener.",
    "What an object of HNetCfg, a command of older Windows, netsh advfirewall reset or a file of rules does is not followed and told as undecided; a file that netsh -f runs only where the script speaks of RDP.",
    "A policy of the domain may close the firewall or open it and is not in the stack; a script that adds a rule to one which may block RDP is undecided.",
    "Which profile a network has is not known, so a rule that is closed for some profiles only is undecided.",
    "Translated names of the rules are known in part; the resource id @FirewallAPI.dll,-28752 works everywhere.",
    "A condition in a script counts as met.",
    "Scripts that stand in a file, a vault or an archive outside the stack cannot be read; RDP904-063 tells them.",
  ],
  sources: [
    "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/detailed-troubleshoot-rdp",
    "https://learn.microsoft.com/openspecs/windows_protocols/ms-gpfas/2c979624-900a-4b6e-b4ef-09b387cd62ab",
    "https://learn.microsoft.com/openspecs/windows_protocols/ms-fasp/5a6e0d39-802d-456b-b483-c7360566fcdd",
    "https://learn.microsoft.com/powershell/module/netsecurity/set-netfirewallrule",
  ],
  earlyAt: scriptCarriers,
  judge: (input) => scriptVerdicts(input, { ofMachine: firewallTrouble, unplaced: unplacedFirewallTrouble, settle }),
};

const settle = "Write the rule's name, its port and its profiles as plain text in the script, under no condition.";
