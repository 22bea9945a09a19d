import type { GuestScriptFacts, KeyAccessGranted, KeyFolder, KeysHarmed } from "../facts";
import { keyFolderPath } from "./paths";

/** What a script leaves behind for machine keys. */
export interface KeysAfterwards {
  /** Harm that nothing later in the script makes up for. */
  readonly harmed: readonly KeysHarmed[];
  /** Harm that later grants make up for, but only under a condition that may not be met. */
  readonly perhaps: readonly KeysHarmed[];
}

/**
 * Tells which harm is left when the script has run. The documented repair (takeown, then grants for NETWORK SERVICE and
 * SYSTEM or Administrators) makes up for what happened to access before it:
 * https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/event-id-troubleshoot-vm-rdp-connecton
 */
export function keysAfterwards(facts: GuestScriptFacts): KeysAfterwards {
  const harmed: KeysHarmed[] = [];
  const perhaps: KeysHarmed[] = [];
  facts.forEach((fact, at) => {
    if (!("repairable" in fact)) return;
    const later = facts.slice(at + 1).filter((other): other is KeyAccessGranted => other.kind === "grants-key-access");
    const always = later.filter((grant) => runsWith(grant, fact));
    if (fact.repairable && repairs(always, fact)) return;
    if (fact.repairable && repairs(later, fact)) perhaps.push(fact);
    else harmed.push(fact);
  });
  return { harmed, perhaps };
}

// The grant runs whenever the harm has run: it stands under the same conditions or fewer.
function runsWith(grant: KeyAccessGranted, harm: KeysHarmed): boolean {
  return grant.branch.every((condition, at) => harm.branch[at] === condition);
}

function repairs(grants: readonly KeyAccessGranted[], harm: KeysHarmed): boolean {
  // SystemKeys holds keys that NETWORK SERVICE never reads.
  const needed = harm.target.folders.filter((folder) => folder !== "SystemKeys" || harm.target.folders.length === 1);
  return needed.every((folder) => {
    const covering = grants.filter((grant) => covers(grant, harm, folder));
    const full = harm.kind === "takes-over-keys" || covering.some((grant) => grant.fullControl);
    return full && (folder === "SystemKeys" || covering.some((grant) => grant.networkServiceReads));
  });
}

function covers(grant: KeyAccessGranted, harm: KeysHarmed, folder: KeyFolder): boolean {
  if (!grant.target.folders.includes(folder)) return false;
  const granted = grant.target.path.toLowerCase();
  const touched = harm.target.path.toLowerCase();
  if (granted === touched) return grant.target.deep || !harm.target.deep;
  // A grant on all the files of a folder does as well as one on the folder and below.
  const reach = granted.replace(/\\\*(\.\*)?$/, "");
  const everything = grant.target.deep || reach !== granted;
  return everything && (below(touched, reach) || below(keyFolderPath(folder).toLowerCase(), reach));
}

function below(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}\\`);
}
