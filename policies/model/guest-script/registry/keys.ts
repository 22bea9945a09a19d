import { asText, hole, type OpenValue, type ScriptValue, type TextValue } from "../reading/value";

/** A key as a command names it. */
export interface KeyUse {
  readonly path: TextValue | OpenValue;
  /** Current folder of PowerShell; left out where the path is a whole key already, as reg.exe and .NET take it. */
  readonly folder?: TextValue | OpenValue;
}

/** Where a named key lies. Segments in lower case, the root first, wildcards kept. */
export type RegistryKey =
  | { readonly is: "elsewhere" }
  | { readonly is: "key"; readonly segments: readonly string[] }
  /** Only the beginning is known, perhaps nothing. */
  | { readonly is: "open"; readonly beginning: readonly string[]; readonly why: string };

const elsewhere: RegistryKey = { is: "elsewhere" };
const roots: Readonly<Record<string, string>> = { hklm: "hklm", hkey_local_machine: "hklm" };

/** Finds the key that a command names, in its usual spelling. */
export function registryKey({ path, folder }: KeyUse): RegistryKey {
  const whole = folder ? fromFolder(path, folder) : path.text.trim().replace(/^\\\\(?:\.|localhost)\\/i, "");
  if (whole === undefined) return { is: "open", beginning: [], why: why(path, folder) };
  const at = whole.search(/[:\\]/);
  const root = (at < 0 ? whole : whole.slice(0, at)).toLowerCase();
  if (root.includes(hole)) return { is: "open", beginning: [], why: why(path, folder) };
  if (!Object.hasOwn(roots, root)) return elsewhere;
  // The provider of PowerShell takes both slashes, everybody else has "/" as part of a name.
  const rest = at < 0 ? "" : whole.slice(at);
  const segments = usual([roots[root]!, ...segmentsOf(folder ? rest.replaceAll("/", "\\") : rest)]);
  const cut = segments.findIndex((segment) => segment.includes(hole));
  if (cut < 0) return { is: "key", segments };
  return { is: "open", beginning: segments.slice(0, cut), why: why(path, folder) };
}

// Path on a drive of the registry, without the provider's name; a path on another drive keeps it.
function fromFolder(path: TextValue | OpenValue, folder: TextValue | OpenValue): string | undefined {
  const written = path.text
    .trim()
    .replace(/^microsoft\.powershell\.core\\/i, "")
    .replace(/^registry::\\?/i, "registry::");
  if (/^registry::/i.test(written)) return written.slice("registry::".length);
  if (/^[^\\:/]+:/.test(written) || /^[\\/]/.test(written)) return written;
  if (written.startsWith(hole) || folder.text.startsWith(hole)) return undefined;
  return fromFolder({ ...folder, text: `${folder.text}\\${written}` } as TextValue, { is: "text", text: "C:\\" });
}

function why(path: TextValue | OpenValue, folder: TextValue | OpenValue | undefined): string {
  if (path.is === "open") return path.why;
  return folder?.is === "open" ? folder.why : "the key is not known";
}

function segmentsOf(path: string): string[] {
  const segments: string[] = [];
  for (const raw of path.toLowerCase().replace(/^:/, "").split("\\")) {
    const segment = raw.trim();
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments;
}

// Other names of the same keys: https://learn.microsoft.com/windows/win32/winprog64/shared-registry-keys
function usual(segments: readonly string[]): readonly string[] {
  const [root, hive, next, ...rest] = segments;
  if (root === undefined || hive === undefined || next === undefined) return segments;
  if (hive === "system" && /^controlset\d{3}$/.test(next)) return [root, hive, "currentcontrolset", ...rest];
  return hive === "software" && next === "wow6432node" ? [root, hive, ...rest] : segments;
}

/** A text of a value as a key use; the folder only where PowerShell's own paths are meant. */
export function keyUse(path: ScriptValue, folder?: ScriptValue): KeyUse {
  return { path: asText(path), ...(folder && { folder: asText(folder) }) };
}

const spellings = [
  "HKLM",
  "SYSTEM",
  "SOFTWARE",
  "CurrentControlSet",
  "Control",
  "Terminal Server",
  "WinStations",
  "RDP-Tcp",
  "Policies",
  "Microsoft",
  "Windows NT",
  "Terminal Services",
  "SecurityProviders",
  "SCHANNEL",
  "Protocols",
  "Ciphers",
  "Hashes",
  "KeyExchangeAlgorithms",
  "Server",
  "Client",
  "Cryptography",
  "Configuration",
  "SSL",
  "Local",
  "Lsa",
  "FIPSAlgorithmPolicy",
  "Services",
  "fDenyTSConnections",
  "fSingleSessionPerUser",
  "fEnableWinStation",
  "fLogonDisabled",
  "TSEnabled",
  "TSUserEnabled",
  "SecurityLayer",
  "UserAuthentication",
  "MinEncryptionLevel",
  "fAllowSecProtocolNegotiation",
  "PortNumber",
  "MaxInstanceCount",
  "Enabled",
  "DisabledByDefault",
  "Functions",
  "Start",
  "TermService",
  "SessionEnv",
  "KeyIso",
  "CryptSvc",
  "CertPropSvc",
  "UmRdpService",
  "WindowsFirewall",
  "SharedAccess",
  "Parameters",
  "FirewallPolicy",
];
const usualSpelling = new Map(spellings.map((name) => [name.toLowerCase(), name]));

/** A key, or a value of it, in its usual spelling; what is not a plain name is not shown. */
export function registryTitle(key: string, value?: string): string {
  const segments = [...key.split("\\"), ...(value === undefined ? [] : [value])];
  return segments
    .map((segment) => usualSpelling.get(segment) ?? (/^[\w *./-]{1,60}$/.test(segment) ? protocol(segment) : "…"))
    .join("\\");
}

function protocol(segment: string): string {
  return /^(d?tls|ssl|pct) \d\.\d$/.test(segment) ? segment.toUpperCase() : segment;
}
