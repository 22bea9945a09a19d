import { runCommandLine } from "./command-line/run";
import type { GuestScriptFacts } from "./facts";
import { firewallReader } from "./firewall/reader";
import { listenerReader } from "./listener/reader";
import { machineKeysReader } from "./machine-keys/reader";
import { powerShellParser } from "./powershell/parser";
import { PowerShellRun } from "./powershell/run";
import type { FactReader, Shell } from "./reading/call";
import { withoutNulPadding } from "./reading/decode";
import { OutOfWork, readersFor, Session } from "./reading/session";
import { text } from "./reading/value";
import { servicesReader } from "./services/reader";
import { tlsReader } from "./tls/reader";

/** How a script reaches Windows. */
export interface ScriptOrigin {
  /** "unknown" where the text itself must tell. */
  readonly shell: Shell | "unknown";
  /** Values of the script's parameters as far as they are known, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** One for each topic; a further topic is a further reader. */
export const topicReaders: readonly FactReader[] = [
  machineKeysReader,
  listenerReader,
  tlsReader,
  servicesReader,
  firewallReader,
];

/** Far above what Run Command and the Custom Script Extension take, far below what would hold up a preview. */
const longestScript = 256 * 1024;
const mostRemembered = 1_000;
const remembered = new Map<string, Promise<GuestScriptFacts>>();

/**
 * Reads a script that would run inside Windows and tells what it does, as far as our rules ask for it; where `besideHarm`,
 * also what only could make up for what another script does. Total: a text that cannot be read gives an `unresolved` fact
 * with the reason. Stacks give the same script to many machines, so what was read before is remembered.
 */
export function readGuestScript(script: string, origin: ScriptOrigin, besideHarm = false): Promise<GuestScriptFacts> {
  const source = withoutNulPadding(script);
  const given = withParameters(source, origin);
  const readers = readersFor(topicReaders, given, besideHarm);
  if (readers.length === 0) return Promise.resolve([]);
  const topics = readers.map(({ topic }) => topic).join();
  const key = `${topics} ${origin.shell} ${JSON.stringify(origin.parameters ?? {})}\n${source}`;
  let facts = remembered.get(key);
  if (!facts) {
    const { text: code, shell } = unwrapped(source, origin.shell);
    facts = readWith(readers, code, shell, origin.parameters);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, facts);
  }
  return facts;
}

// What a script works on may stand in its parameters alone.
function withParameters(source: string, { parameters = {} }: ScriptOrigin): string {
  return [source, ...Object.values(parameters)].join("\n");
}

/** Reads a script with readers of one's own; they see every call in the order in which the script makes it. */
export async function readWith(
  readers: readonly FactReader[],
  script: string,
  shell: Shell = "powershell",
  parameters: Readonly<Record<string, string>> = {},
): Promise<GuestScriptFacts> {
  const session = new Session(readers);
  if (script.length > longestScript) {
    session.unparsable([script], `the script is longer than ${longestScript / 1024} KiB`, 1);
    return session.facts;
  }
  const controlled = controls.test(script);
  if (controlled) session.unparsable([script], "the script holds control characters", 1);
  const source = controlled ? script.replaceAll(new RegExp(controls, "g"), "") : script;
  const parser = await powerShellParser().catch(() => undefined);
  if (!parser) {
    session.unresolved("any", "the parser for PowerShell cannot be loaded", 1);
    return session.facts;
  }
  const run = new PowerShellRun(session, parser);
  for (const [name, value] of Object.entries(parameters)) run.scope.set(name.toLowerCase(), text(value));
  try {
    if (shell === "cmd") runCommandLine(run, source);
    else run.text(source);
  } catch (error) {
    if (!(error instanceof OutOfWork || error instanceof RangeError)) throw error;
    const why = error instanceof OutOfWork ? error.message : "it nests too deeply";
    session.unparsable([source], `the script cannot be read to its end: ${why}`, 1);
  } finally {
    parser.release();
  }
  return session.facts;
}

const controls = /[\0-\x08\x0e-\x1f\x7f]/;

// Cloudbase-Init's user data wraps a script in a tag or begins with its name.
const wrapped = /^\s*<(powershell|script)>([\s\S]*?)<\/\1>/i;
const batchStart = /^\s*(?:@echo|@?rem\b|::|@?setlocal|@?cmd(?:\.exe)?\s|@?powershell(?:\.exe)?\s)/i;

function unwrapped(source: string, told: ScriptOrigin["shell"]): { text: string; shell: Shell } {
  if (told !== "unknown") return { text: source, shell: told };
  const inner = wrapped.exec(source);
  if (inner) return { text: inner[2]!, shell: inner[1]!.toLowerCase() === "script" ? "cmd" : "powershell" };
  return { text: source, shell: batchStart.test(source) ? "cmd" : "powershell" };
}
