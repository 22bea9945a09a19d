import { globMatches } from "../reading/glob";

/** How a command names rules of the firewall. */
export type NamedBy = "name" | "displayname" | "displaygroup" | "group";

/**
 * The built-in rule that lets RDP over TCP in, under the names of today's and of older Windows and of translated ones.
 * Its twins for UDP and for shadowing decide nothing.
 * https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/enable-disable-firewall-rule-guest-os
 */
export const builtInRule: Readonly<Record<NamedBy, readonly string[]>> = {
  name: ["remotedesktop-usermode-in-tcp", "remotedesktop-in-tcp"],
  displayname: [
    "remote desktop - user mode (tcp-in)",
    "remote desktop (tcp-in)",
    "remotedesktop - benutzermodus (tcp eingehend)",
    "remotedesktop (tcp eingehend)",
  ],
  displaygroup: [
    "remote desktop",
    "remotedesktop",
    "bureau à distance",
    "escritorio remoto",
    "desktop remoto",
    "área de trabalho remota",
    "extern bureaublad",
    "远程桌面",
    "リモート デスクトップ",
    "удаленный рабочий стол",
    "pulpit zdalny",
    "fjärrskrivbord",
  ],
  group: ["@firewallapi.dll,-28752"],
};

/** True where a pattern of * and ? names the built-in rule. */
export function namesBuiltIn(pattern: string, by: NamedBy): boolean {
  const wanted = pattern.trim();
  // netsh takes the resource id where PowerShell takes the name of the group.
  const names = by === "displaygroup" ? [...builtInRule.displaygroup, ...builtInRule.group] : builtInRule[by];
  return names.some((name) => globMatches(wanted, name));
}

const named = new RegExp(
  [
    ...["remote ?desktop", "-28752", ...builtInRule.displaygroup, "\\b3389\\b", "\\btermservice\\b"],
    ...["allowlocal(policymerge|firewallrules)", "donotallowexceptions", "blockinboundalways"],
  ].join("|"),
  "i",
);

/** True where a text speaks of RDP's rules or of what overrules them. */
export function namesFirewallRules(text: string): boolean {
  return named.test(text);
}

/** True where a text that a command gets is the built-in rule or its group, and no mere sentence about it. */
export function isBuiltInRule(text: string): boolean {
  return /remotedesktop-(usermode-)?in-tcp|firewallapi\.dll,-28752/i.test(text);
}

/** True where a rule of that name is probably one that a script made for RDP. */
export function soundsLikeRdp(name: string): boolean {
  return /rdp|remote.?desktop|3389/i.test(name);
}
