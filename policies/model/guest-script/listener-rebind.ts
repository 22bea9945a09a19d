import { setsListenerCertificate } from "./listener/certificate-setting";
import { bindCommand } from "./powershell/binding";
import { newItemPath } from "./powershell/cmdlets";
import { readWith, type ScriptOrigin } from "./read-guest-script";
import type { CommandCall, FactReader, ScriptCall, ScriptContext, Shell } from "./reading/call";
import { givenValues } from "./reading/given-values";
import { bare, holdsEncoded } from "./reading/relevance";
import { asText, hole, list, textsIn, type ScriptValue } from "./reading/value";
import { registeredTask, taskObject } from "./scheduled-tasks/registrations";
import type { ScheduledTask, TaskAction } from "./scheduled-tasks/task";

/** What a script does about the certificate of the RDP listener. */
export interface ListenerRebind {
  /** It names the listener's certificate in a command. */
  readonly namesListener: boolean;
  /** It registers a task that binds a renewed certificate. */
  readonly rebinds: boolean;
  /** Why a task that it registers about the certificate does not bind a renewed one. */
  readonly inVain?: string;
  /** Why a part of it that may bind one cannot be read. */
  readonly unread?: string;
}

// Names of the setting, of its class, and of what Windows tells when a certificate is replaced.
// https://learn.microsoft.com/windows/win32/termserv/win32-tsgeneralsetting
const listenerNames = /sslcertificatesha1hash|win32_tsgeneralsetting/i;
const anyName = new RegExp(
  `${listenerNames.source}|certificatenotificationtask|certificateservicesclient-lifecycle`,
  "i",
);
/** What a task about the listener's certificate is called. */
const aboutRdp = /rdp|remote ?desktop|termserv|certif|\bcert\b|thumbprint/i;
const registering = /scheduledtask|scheduledjob|schtasks/i;

const nothing: ListenerRebind = { namesListener: false, rebinds: false };

interface Seen {
  readonly call: ScriptCall;
  readonly sets: boolean;
}

/** Reads from a script whether it binds a renewed certificate to the listener; one that names nothing of it is not parsed. */
export async function readListenerRebind(script: string, { shell, parameters }: ScriptOrigin): Promise<ListenerRebind> {
  const plain = bare(script);
  const names = anyName.test(plain);
  if (!names && !holdsEncoded(script) && !(registering.test(plain) && aboutRdp.test(plain))) return nothing;
  const { seen, why } = await callsOf(script, shell === "unknown" ? "powershell" : shell, names, parameters);
  const tasks = seen.flatMap(({ call }) => registeredTask(call) ?? []);
  const results = await Promise.all(
    tasks.filter(({ words }) => names || words.some((word) => aboutRdp.test(word))).map((task) => resultOf(task, seen)),
  );
  const unread = results.find((result) => typeof result === "object" && "why" in result);
  const inVain = results.find((result) => typeof result === "object" && "inVain" in result);
  return {
    namesListener: seen.some(({ call }) => namesListener(call)),
    rebinds: results.includes("rebinds"),
    ...(typeof inVain === "object" && "inVain" in inVain && inVain),
    ...(typeof unread === "object" && "why" in unread ? { unread: unread.why } : why !== undefined && { unread: why }),
  };
}

async function callsOf(
  script: string,
  shell: Shell,
  relevant: boolean,
  parameters?: Readonly<Record<string, string>>,
): Promise<{ seen: readonly Seen[]; why?: string }> {
  const seen: Seen[] = [];
  const collector: FactReader = {
    topic: "rdp-listener",
    words: [],
    mentions: (text) => anyName.test(text),
    objects: taskObject,
    read(call: ScriptCall, context: ScriptContext) {
      if (call.kind !== "hidden" || context.mentions("rdp-listener") || relevant) {
        seen.push({ call, sets: setsListenerCertificate(call, context) });
      }
      return [];
    },
  };
  const facts = await readWith([collector], script, shell, parameters);
  const hidden = seen.find(({ call }) => call.kind === "hidden")?.call;
  const unresolved = facts.find((fact) => fact.kind === "unresolved");
  const why = hidden?.kind === "hidden" ? hidden.why : unresolved?.kind === "unresolved" ? unresolved.why : undefined;
  return { seen, ...(why !== undefined && { why }) };
}

type Result = "rebinds" | "elsewhere" | { readonly why: string } | { readonly inVain: string };

async function resultOf({ actions, time }: ScheduledTask, seen: readonly Seen[]): Promise<Result> {
  const results = await Promise.all(actions.map((action) => resultOfAction(action, seen)));
  if (results.includes("rebinds")) {
    if (time === "after-renewal") return "rebinds";
    return time === "not-again" ? { inVain: "nothing starts it again after a renewal" } : time;
  }
  const unread = results.find((result) => typeof result === "object" && "why" in result);
  if (unread && time !== "not-again") return unread;
  return results.find((result) => typeof result === "object" && "inVain" in result) ?? "elsewhere";
}

async function resultOfAction(action: TaskAction, seen: readonly Seen[]): Promise<Result> {
  if ("why" in action) return action;
  if ("block" in action) return bindsInBlock(action.block, seen) ? "rebinds" : "elsewhere";
  const line = asText("line" in action ? action.line : action.file);
  const file = writtenFile(line.text, seen);
  const code = asText(file ? file.content : line);
  if (!file && "file" in action) return { why: "what its task runs is not in the script" };
  const shell = file && !/\.(cmd|bat)$/i.test(file.path) ? "powershell" : "cmd";
  const read = await callsOf(file ? code.text : withoutShell(code.text), shell, true);
  if (read.seen.some(({ sets }) => sets)) {
    return fixedThumbprint.test(code.text) || literalThumbprint.test(line.text)
      ? { inVain: "it binds one fixed thumbprint, and a renewed certificate has another" }
      : "rebinds";
  }
  return read.why === undefined ? "elsewhere" : { why: `its task runs what cannot be read: ${read.why}` };
}

// The task scheduler starts a program without a shell: "|" and its kin are words for the program.
function withoutShell(line: string): string {
  return line.replace(/("[^"]*")|[|&<>^]/g, (found: string, quoted: string | undefined) => quoted ?? `^${found}`);
}

// What was filled in when the task was registered stays as it is.
const fixedThumbprint = new RegExp(
  `sslcertificatesha1hash["'\`\\\\]*\\s*=\\s*["'\`\\\\]*(?:[0-9a-f]{40}|${hole})`,
  "i",
);
const literalThumbprint = /\b[0-9a-f]{40}\b/i;

function bindsInBlock(branch: readonly number[], seen: readonly Seen[]): boolean {
  return seen.some(({ call, sets }) => sets && call.branch.length > branch.length);
}

function writtenFile(line: string, seen: readonly Seen[]): { path: string; content: ScriptValue } | undefined {
  const lower = line.toLowerCase();
  const files = seen.flatMap(({ call }) => fileOf(call) ?? []);
  return files.reverse().find(({ path }) => path !== "" && lower.includes(path.toLowerCase()));
}

const writing = new Set(["new-item", "set-content", "out-file", "add-content"]);

function fileOf(call: ScriptCall): { path: string; content: ScriptValue } | undefined {
  if (call.kind === "method") {
    const [path, content] = call.arguments;
    const writes = call.isStatic && /^writeall/.test(call.name) && path && content;
    return writes ? { path: asText(path).text.trim(), content } : undefined;
  }
  if (call.kind !== "command" || !writing.has(call.name)) return undefined;
  return writtenBy(call);
}

function writtenBy(call: CommandCall): { path: string; content: ScriptValue } | undefined {
  const bound = bindCommand(call);
  const made = call.name === "new-item" ? newItemPath(call) : undefined;
  const path = made ?? bound.get("filepath") ?? bound.get("literalpath") ?? bound.get("path");
  const content = bound.get("value") ?? bound.get("inputobject") ?? list(call.input);
  return path && { path: asText(path).text.trim(), content };
}

function namesListener(call: ScriptCall): boolean {
  if (call.kind === "hidden") return false;
  const named = (value: ScriptValue): boolean => textsIn(value).some((text) => listenerNames.test(text));
  if (call.kind === "method") return [call.target, ...call.arguments].some(named);
  const parameters = call.arguments.some(({ parameter }) => parameter !== undefined && listenerNames.test(parameter));
  return listenerNames.test(call.name) || parameters || givenValues(call).some(named);
}
