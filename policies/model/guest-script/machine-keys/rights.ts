import { letsNetworkServiceRead, windowsAccount } from "../../certificate/windows-accounts";

/** What an entry of an access control list gives, as far as RDP's key depends on it. */
export interface Grant {
  readonly networkServiceReads: boolean;
  readonly fullControl: boolean;
}

const noGrant: Grant = { networkServiceReads: false, fullControl: false };

/** Rights of one account: `reads` and `full` as the tool at hand spells them. */
export function grantTo(account: string, reads: boolean, full: boolean): Grant {
  const known = windowsAccount(account);
  return {
    networkServiceReads: reads && letsNetworkServiceRead(account),
    fullControl: full && (known === "system" || known === "administrators" || known === "everyone"),
  };
}

export function together(grants: readonly Grant[]): Grant {
  return grants.reduce(
    (all, grant) => ({
      networkServiceReads: all.networkServiceReads || grant.networkServiceReads,
      fullControl: all.fullControl || grant.fullControl,
    }),
    noGrant,
  );
}

/** True where the account's rights matter to NETWORK SERVICE or belong to the documented list of a key folder. */
export function matters(account: string): boolean {
  if (windowsAccount(account) !== undefined) return windowsAccount(account) !== "local-service";
  // Every service's token holds these groups.
  return /^\*?(?:(?:builtin|nt authority)\\)?(?:users|service|s-1-5-32-545|s-1-5-6)$/i.test(account.trim());
}

/** "NETWORK SERVICE:(OI)(CI)(R)" of icacls, "SYSTEM:F" of cacls. */
export function parseEntry(entry: string): { account: string; reads: boolean; full: boolean } | undefined {
  const colon = entry.lastIndexOf(":");
  if (colon <= 0) return undefined;
  const rights = entry
    .slice(colon + 1)
    .toUpperCase()
    .split(/[(),\s]+/);
  const full = rights.includes("F") || rights.includes("GA");
  const reads = full || rights.some((right) => ["R", "RX", "M", "C", "GR"].includes(right));
  return { account: entry.slice(0, colon), reads, full };
}

/** An access control entry of a security descriptor's text form. */
export interface SddlEntry extends Grant {
  readonly denies: boolean;
}

const sddlAccounts: Readonly<Record<string, string>> = {
  NS: "S-1-5-20",
  SY: "S-1-5-18",
  BA: "S-1-5-32-544",
  WD: "S-1-1-0",
  AU: "S-1-5-11",
  LS: "S-1-5-19",
};
const fullMask = 0x1f01ff;
const readMask = 0x1;

/** Entries of "D:PAI(A;;FA;;;SY)…": https://learn.microsoft.com/windows/win32/secauthz/ace-strings */
export function sddlEntries(sddl: string): SddlEntry[] {
  const start = sddl.indexOf("D:");
  if (start < 0) return [];
  return [...sddl.slice(start).matchAll(/\(([^()]*)\)/g)].flatMap(([, entry]) => {
    const [type, , rights, , , sid] = (entry ?? "").toUpperCase().split(";");
    if (type !== "A" && type !== "D") return [];
    const mask = /^0X[\dA-F]{1,8}$/.test(rights ?? "") ? parseInt(rights!.slice(2), 16) : undefined;
    const words: readonly string[] = (rights ?? "").match(/../g) ?? [];
    const full =
      mask === undefined ? words.some((word) => word === "FA" || word === "GA") : (mask & fullMask) === fullMask;
    const reads =
      full || (mask === undefined ? words.some((word) => word === "FR" || word === "GR") : (mask & readMask) !== 0);
    const account = sddlAccounts[sid ?? ""] ?? sid ?? "";
    return [{ ...grantTo(account, reads, full), denies: type === "D" && matters(account) }];
  });
}
