import { runCommandLine } from "./command-line/run";
import type { GuestScriptFacts } from "./facts";
import { machineKeysReader } from "./machine-keys/reader";
import { powerShellParser } from "./powershell/parser";
import { PowerShellRun } from "./powershell/run";
import type { FactReader, Shell } from "./reading/call";
import { withoutNulPadding } from "./reading/decode";
import { OutOfWork, Session } from "./reading/session";
import { text } from "./reading/value";

/** How a script reaches Windows. */
export interface ScriptOrigin {
  /** "unknown" where the text itself must tell. */
  readonly shell: Shell | "unknown";
  /** Values of the script's parameters as far as they are known, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** One for each topic; a further topic is a further reader. */
const readers: readonly FactReader[] = [machineKeysReader];

/** Far above what Run Command and the Custom Script Extension take, far below what would hold up a preview. */
const longestScript = 256 * 1024;
const mostRemembered = 2_000;
const remembered = new Map<string, Promise<GuestScriptFacts>>();

/**
 * Reads a script that would run inside Windows and tells what it does, as far as our rules ask for it. Total: a text
 * that cannot be read gives an `unresolved` fact with the reason. Stacks give the same script to many machines, so what
 * was read before is remembered.
 */
export function readGuestScript(script: string, origin: ScriptOrigin): Promise<GuestScriptFacts> {
  const source = withoutNulPadding(script);
  if (!bearsOnTopics(source)) return Promise.resolve([]);
  const key = JSON.stringify([origin.shell, origin.parameters ?? {}, source]);
  let facts = remembered.get(key);
  if (!facts) {
    facts = readWithParser(source, origin);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, facts);
  }
  return facts;
}

// Quotes, escapes, signs of joining and blanks do not hide a word.
function bearsOnTopics(source: string): boolean {
  const bare = source.toLowerCase().replace(/["'`^+\s\u2018-\u201e]/g, "");
  return readers.some(({ words }) => words.some((word) => bare.includes(word))) || holdsEncodedText(bare);
}

function holdsEncodedText(bare: string): boolean {
  return /[a-z0-9+/=]{64}/.test(bare) && /(-e|frombase64)/.test(bare);
}

async function readWithParser(source: string, origin: ScriptOrigin): Promise<GuestScriptFacts> {
  const session = new Session(readers);
  if (source.length > longestScript) {
    const why = `the script is longer than ${longestScript / 1024} KiB`;
    session.unparsable([source], why, 1);
    return session.facts;
  }
  const run = new PowerShellRun(session, await powerShellParser());
  for (const [name, value] of Object.entries(origin.parameters ?? {})) run.scope.set(name.toLowerCase(), text(value));
  try {
    if (shellOf(source, origin.shell) === "cmd") runCommandLine(run, source);
    else run.text(source);
  } catch (error) {
    if (!(error instanceof OutOfWork || error instanceof RangeError)) throw error;
    session.unparsable([source], `the script cannot be read to its end: ${error.message}`, 1);
  } finally {
    run.release();
  }
  return session.facts;
}

function shellOf(source: string, told: ScriptOrigin["shell"]): Shell {
  if (told !== "unknown") return told;
  return /^\s*(?:@echo|@?rem\b|::|@?setlocal|@?cmd(?:\.exe)?\s|@?powershell(?:\.exe)?\s)/i.test(source)
    ? "cmd"
    : "powershell";
}
