import { guestScripts, scriptCarriers, type GuestScript, type ReadScript } from "../estate/guest-script/guest-scripts";
import type { AzureResource } from "../estate/resource";
import type { KeyHarm, KeysHarmed, Unresolved } from "../model/guest-script/facts";
import { keysAfterwards } from "../model/guest-script/machine-keys/left-broken";
import { scriptLine } from "./judging/trouble-verdict";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

const says: Readonly<Record<KeyHarm, string>> = {
  "resets-key-acl": "rewrites the access control list of",
  "takes-over-keys": "takes ownership of",
  "renames-keys": "moves away or renames",
  "deletes-keys": "deletes",
  "empties-keys": "deletes what is in",
};

/** RDP904-063. */
export const scriptHarmsMachineKeys: Rule = {
  ref: "RDP904-063",
  name: "script-harms-machine-keys",
  cause: "private-key-unreadable",
  level: "mandatory",
  severity: "critical",
  description:
    "A script that the stack carries re-ACLs, takes over, renames, deletes or empties key folders of Windows.",
  effect:
    "NETWORK SERVICE cannot read the key of the RDP certificate, or the key is gone: the handshake ends (events 1055, 1057, 1058 and 36870 in the System log).",
  fix:
    "Take the command out of the script, or let the documented grants follow it: SYSTEM and Administrators full control, " +
    "NETWORK SERVICE read, on the whole folder.",
  blindSpots: [
    "A script that stands in a file, a vault or an archive outside the stack cannot be read.",
    "customData and userData that are not known before the deployment are not judged, because Windows runs neither by itself.",
    "What a program or a module of somebody else's does inside is not known; only what it is told is.",
    "A condition in a script counts as met.",
  ],
  sources: [
    "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/event-id-troubleshoot-vm-rdp-connecton",
    "https://learn.microsoft.com/troubleshoot/windows-server/remote/remote-desktop-listener-certificate-configurations",
    "https://learn.microsoft.com/troubleshoot/windows-server/windows-security/default-permissions-machinekeys-folders",
  ],
  earlyAt: scriptCarriers,
  async judge({ estate }) {
    const byResource = new Map<AzureResource, GuestScript[]>();
    for (const script of await guestScripts(estate)) {
      byResource.set(script.resource, [...(byResource.get(script.resource) ?? []), script]);
    }
    return [...byResource].flatMap(([resource, scripts]) => judgeResource(resource, scripts));
  },
};

// Every script that harms is told; of what cannot be known one line is enough.
function judgeResource(resource: AzureResource, scripts: readonly GuestScript[]): readonly Verdict[] {
  const harms = scripts.flatMap((script) => ("facts" in script ? harm(script) : []));
  if (harms.length > 0) return harms;
  const [open] = scripts.flatMap((script) => doubt(script));
  return [open ?? holds(resource)];
}

function harm(script: ReadScript): Verdict[] {
  const { harmed } = keysAfterwards(script.facts);
  const [first] = harmed;
  if (!first) return [];
  const more = harmed.length > 1 ? `; ${harmed.length - 1} more of its commands do harm` : "";
  return [
    broken(script.resource, {
      path: script.path,
      value: scriptLine(first.line, first.text),
      fact: `the script ${sentence(first)}${more}`,
      final: true,
    }),
  ];
}

function sentence({ kind, target, repairable }: KeysHarmed): string {
  const what = `${says[kind]} ${target.path}`;
  return repairable ? `${what}, and no later command lets NETWORK SERVICE read there again` : what;
}

function doubt(script: GuestScript): Verdict[] {
  const { resource, path } = script;
  if (!("facts" in script)) {
    return [
      undecided(resource, {
        path,
        fact: `whether ${resource.name} harms machine keys cannot be read: ${script.hidden}`,
        settle: "Carry the script in the stack itself, with text that is known before the deployment.",
      }),
    ];
  }
  const [perhaps] = keysAfterwards(script.facts).perhaps;
  if (perhaps) {
    return [
      undecided(resource, {
        ...{ path, value: scriptLine(perhaps.line, perhaps.text) },
        fact: `the script ${says[perhaps.kind]} ${perhaps.target.path}, and access is granted again only under a condition`,
        settle: "Let the grants follow unconditionally.",
      }),
    ];
  }
  const open = script.facts.find(
    (fact): fact is Unresolved => fact.kind === "unresolved" && (fact.topic === "machine-keys" || fact.topic === "any"),
  );
  if (!open) return [];
  return [
    undecided(resource, {
      ...{ path, value: scriptLine(open.line, open.text) },
      fact: open.text ? `${open.text}: ${open.why}` : open.why,
      settle: "Write the path and the command as plain text in the script.",
    }),
  ];
}
