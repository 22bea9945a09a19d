/** What an observed URL names: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers */
export interface VaultObjectUrl {
  /** Name of the vault, in lower case, because host names have no case. */
  readonly vaultName: string;
  /** "secrets" is what the extension needs; "certificates" and "keys" hold no private key. */
  readonly collection: "secrets" | "certificates" | "keys";
  /** Name of the certificate as written. */
  readonly name: string;
  /** Present where the URL names one version, so that a renewal is not followed. */
  readonly version?: string;
}

// The public cloud, China, the US government and the former German cloud.
const vaultHost = /^([a-z0-9-]+)\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net|microsoftazure\.de)$/;
const collections: readonly string[] = ["secrets", "certificates", "keys"];

// Thousands of hosts observe the same certificate, and reading a URL is slow.
const known = new Map<string, VaultObjectUrl | undefined>();
const mostKnown = 1_000;

/** Takes the URL of a vault object apart; undefined where the text is not one. */
export function parseVaultObjectUrl(text: string): VaultObjectUrl | undefined {
  const earlier = known.get(text);
  if (earlier !== undefined || known.has(text)) return earlier;
  if (known.size >= mostKnown) known.clear();
  const parsed = parse(text);
  known.set(text, parsed);
  return parsed;
}

/**
 * True for a text from which no extension gets a certificate: no web address at all, or one of a vault without an object
 * of it. What lies behind a host of somebody's own is not known.
 */
export function namesNoVaultObject(text: string): boolean {
  if (parseVaultObjectUrl(text)) return false;
  const host = /^https:\/\/([^\s/?#:]+)/i.exec(text.trim())?.[1];
  return host === undefined || vaultHost.test(host.toLowerCase());
}

function parse(text: string): VaultObjectUrl | undefined {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return undefined;
  }
  const host = vaultHost.exec(url.hostname.toLowerCase());
  const [collection, name, version, ...more] = url.pathname.split("/").filter((part) => part !== "");
  const kind = collection?.toLowerCase();
  if (url.protocol !== "https:" || !host || !kind || !collections.includes(kind) || !name || more.length > 0) {
    return undefined;
  }
  return {
    vaultName: host[1]!,
    collection: kind as VaultObjectUrl["collection"],
    name,
    ...(version !== undefined && { version }),
  };
}
