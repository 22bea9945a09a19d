import type { KeyFolder, KeyTarget } from "../facts";
import { globMatches } from "../reading/glob";
import { hole, type OpenValue, type TextValue } from "../reading/value";

/** Where Windows keeps machine keys: https://learn.microsoft.com/windows/win32/seccng/key-storage-and-retrieval */
const crypto = ["programdata", "microsoft", "crypto"];
const keyFolders: Readonly<Record<KeyFolder, readonly string[]>> = {
  MachineKeys: [...crypto, "rsa", "machinekeys"],
  Keys: [...crypto, "keys"],
  SystemKeys: [...crypto, "systemkeys"],
};

const usualSpelling: Readonly<Record<string, string>> = {
  programdata: "ProgramData",
  microsoft: "Microsoft",
  crypto: "Crypto",
  rsa: "RSA",
  machinekeys: "MachineKeys",
  keys: "Keys",
  systemkeys: "SystemKeys",
};

// Other names of the same folders: links that Windows makes, and short names.
const sameFolder: readonly (readonly [readonly string[], readonly string[]])[] = [
  [["users", "all users"], ["programdata"]],
  [["documents and settings", "all users", "application data"], ["programdata"]],
  [["documents and settings", "all users"], ["programdata"]],
  [["programdata", "application data"], ["programdata"]],
  [["progra~3"], ["programdata"]],
];

/** Path of a command, and how far the command goes below it. */
export interface PathUse {
  readonly path: TextValue | OpenValue;
  readonly folder?: TextValue | OpenValue;
  /** The command works on everything below the path. */
  readonly deep: boolean;
  /** Patterns that the names of what it works on must match; empty for any. */
  readonly names?: readonly string[];
}

/** What a path has to do with key folders. */
export type KeyPath =
  | { readonly is: "elsewhere" }
  /** Nothing is known of the path but perhaps where it starts. */
  | { readonly is: "open"; readonly why: string }
  /** Its known part names a key folder, but the path as a whole is not known. */
  | { readonly is: "suspect"; readonly why: string }
  | { readonly is: "keys"; readonly target: KeyTarget; readonly relation: "above" | "at" | "within" };

const elsewhere: KeyPath = { is: "elsewhere" };

/** Tells whether a path is a key folder, lies in one, or holds one that the command reaches. */
export function keyPath(use: PathUse): KeyPath {
  const why = use.path.is === "open" ? use.path.why : "the current folder is not known";
  const absolute = absolutePath(use);
  if (absolute === "other-drive") return elsewhere;
  if (absolute === undefined) {
    if (namesKeyFolder(use.path.text)) return { is: "suspect", why };
    return use.path.is === "open" ? { is: "open", why } : elsewhere;
  }
  const cut = absolute.findIndex((segment) => segment.includes(hole));
  if (cut >= 0) return openPath(absolute, cut, use, why);
  const reached = (Object.keys(keyFolders) as KeyFolder[]).filter((folder) =>
    reaches(absolute, keyFolders[folder], use),
  );
  const first = reached[0];
  if (first === undefined) return elsewhere;
  const depth = absolute.length - keyFolders[first].length;
  return {
    is: "keys",
    relation: depth < 0 ? "above" : depth === 0 ? "at" : "within",
    target: { path: shown(absolute), deep: use.deep, folders: reached },
  };
}

/** Path of a key folder in its usual spelling. */
export function keyFolderPath(folder: KeyFolder): string {
  return shown(keyFolders[folder]);
}

/** True where a text names a key folder or the key of RDP's own certificate. */
export function namesKeyFolder(text: string): boolean {
  // Each of the names below holds one of these, and hardly any text does.
  if (!/keys|crypto|f686aace/i.test(text)) return false;
  const lower = text.toLowerCase().replace(/[\\/]+/g, "\\");
  return (
    // MachineKeySet is where certreq and .NET keep a key, no folder.
    /machinekeys(?!et)/.test(lower) ||
    lower.includes("systemkeys") ||
    lower.includes("crypto\\rsa") ||
    lower.includes("crypto\\keys") ||
    lower.includes("microsoft\\crypto\\") ||
    lower.endsWith("microsoft\\crypto") ||
    lower.includes("f686aace6942fb7f7ceb231212eef4a4") ||
    lower.includes("tsseckeyset1")
  );
}

/** Segments below drive C: in lower case; undefined where the path's beginning is not known. */
function absolutePath({ path, folder }: PathUse): string[] | "other-drive" | undefined {
  const written = path.text
    .trim()
    .replace(/^["']|["']$/g, "")
    .replace(/^[a-z.]*(?:\\)?filesystem::/i, "")
    .replace(/^microsoft\.powershell\.core\\/i, "")
    .replaceAll("/", "\\")
    .replace(/^\\\\[?.]\\/, "")
    .replace(/^\\\\(?:localhost|127\.0\.0\.1|\.)\\([a-z])\$/i, "$1:");
  if (written.startsWith("\\\\")) return written.includes(hole) ? undefined : "other-drive";
  const drive = /^([^\\:]+):/.exec(written)?.[1];
  if (drive !== undefined && !drive.includes(hole)) {
    return drive.toLowerCase() === "c" ? segmentsOf(written.slice(2)) : "other-drive";
  }
  if (written.startsWith("\\")) return segmentsOf(written);
  if (written.startsWith(hole) || drive !== undefined) return undefined;
  if (!folder || folder.text.startsWith(hole)) return undefined;
  return absolutePath({ path: { ...folder, text: `${folder.text}\\${written}` } as TextValue, deep: false });
}

function segmentsOf(path: string): string[] {
  const segments: string[] = [];
  for (const raw of path.toLowerCase().split("\\")) {
    const segment = raw.trim().replace(/(?<=[^.])\.+$/, "");
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment === "micros~1" ? "microsoft" : segment);
  }
  for (const [other, usual] of sameFolder) {
    if (other.every((segment, index) => segments[index] === segment)) segments.splice(0, other.length, ...usual);
  }
  return segments;
}

function reaches(path: readonly string[], folder: readonly string[], use: PathUse): boolean {
  const shared = Math.min(path.length, folder.length);
  for (let at = 0; at < shared; at++) if (!globMatches(path[at]!, folder[at]!)) return false;
  const names = use.names ?? [];
  if (path.length > folder.length) {
    const rest = path.slice(folder.length);
    return rest.every(mayNameKey) && (names.length === 0 || names.some(mayNameKey));
  }
  if (path.length === folder.length)
    return names.length === 0 || names.some(mayNameKey) || names.some((name) => globMatches(name, folder.at(-1)!));
  // A listing with a name pattern reaches keys only where the pattern lets their names or their folders' names through.
  if (
    names.length > 0 &&
    !names.some((name) => mayNameKey(name) || folder.slice(path.length - 1).some((part) => globMatches(name, part)))
  )
    return false;
  return use.deep || path.length >= crypto.length;
}

// Key files are called <32 hexadecimal digits>_<machine GUID>.
function mayNameKey(pattern: string): boolean {
  return pattern === "*.*" || /^[\da-f_*?[\]-]*$/i.test(pattern);
}

// A hole may stand for anything; what is known before and behind it must still fit.
function openPath(path: readonly string[], cut: number, use: PathUse, why: string): KeyPath {
  const folders = Object.values(keyFolders);
  const fits = folders.some((folder) =>
    path.slice(0, cut).every((segment, at) => at >= folder.length || globMatches(segment, folder[at]!)),
  );
  if (!fits) return elsewhere;
  const inside = folders.some((folder) => cut >= folder.length);
  const last = path.at(-1)!;
  if (!last.includes(hole) && !mayNameKey(last) && !folders.flat().some((part) => globMatches(last, part)))
    return elsewhere;
  if (inside || namesKeyFolder(use.path.text) || cut >= crypto.length) return { is: "suspect", why };
  return { is: "open", why };
}

function shown(path: readonly string[]): string {
  const named = path.map((segment) => {
    if (Object.hasOwn(usualSpelling, segment)) return usualSpelling[segment];
    return /^[\w*?.-]{1,80}$/.test(segment) ? segment : "…";
  });
  return ["C:", ...named].join("\\") + (path.length === 0 ? "\\" : "");
}
