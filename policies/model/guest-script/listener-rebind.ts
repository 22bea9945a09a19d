import { readWith, type ScriptOrigin } from "./read-guest-script";
import type { FactReader, ScriptCall } from "./reading/call";
import { bare, holdsEncoded } from "./reading/relevance";
import { textsIn } from "./reading/value";

/** What a script does about the certificate of the RDP listener. */
export interface ListenerRebind {
  /** It names the listener's certificate in a command, and so sets it when it runs. */
  readonly namesListener: boolean;
  /** It registers something that runs again later: a scheduled task or job. */
  readonly registersTask: boolean;
  /** What it registers runs when a certificate is replaced. */
  readonly followsRenewals: boolean;
  /** Why a part of it that may do any of these cannot be read. */
  readonly unread?: string;
}

// Names of the setting, of its class, and of what Windows tells when a certificate is replaced.
// https://learn.microsoft.com/windows/win32/termserv/win32-tsgeneralsetting
const listenerNames = /sslcertificatesha1hash|win32_tsgeneralsetting/i;
const renewalNames = /certificatenotificationtask|certificateservicesclient-lifecycle/i;
const anyName = new RegExp(`${listenerNames.source}|${renewalNames.source}`, "i");

const taskCommands = new Set(["register-scheduledtask", "set-scheduledtask", "register-scheduledjob"]);
const nothing: ListenerRebind = { namesListener: false, registersTask: false, followsRenewals: false };

/** Reads from a script whether it binds a renewed certificate to the listener; one that never names either is not parsed. */
export async function readListenerRebind(script: string, { shell, parameters }: ScriptOrigin): Promise<ListenerRebind> {
  if (!anyName.test(bare(script)) && !holdsEncoded(script)) return nothing;
  const calls: ScriptCall[] = [];
  const collector: FactReader = {
    topic: "machine-keys",
    words: [],
    mentions: (text) => anyName.test(text),
    read(call, context) {
      if (call.kind !== "hidden" || context.mentions("machine-keys")) calls.push(call);
      return [];
    },
  };
  const facts = await readWith([collector], script, shell === "unknown" ? "powershell" : shell, parameters);
  const hidden = calls.find((call) => call.kind === "hidden");
  const unresolved = facts.find((fact) => fact.kind === "unresolved");
  const why = hidden?.kind === "hidden" ? hidden.why : unresolved?.kind === "unresolved" ? unresolved.why : undefined;
  return {
    namesListener: calls.some((call) => names(call, listenerNames)),
    registersTask: calls.some(registersTask),
    followsRenewals: calls.some((call) => names(call, renewalNames)),
    ...(why !== undefined && { unread: why }),
  };
}

function names(call: ScriptCall, pattern: RegExp): boolean {
  if (call.kind === "hidden") return false;
  if (call.kind === "method")
    return [call.target, ...call.arguments].some((value) => textsIn(value).some((t) => pattern.test(t)));
  const values = [...call.arguments.flatMap(({ value }) => value ?? []), ...call.input];
  const parameters = call.arguments.some(({ parameter }) => parameter !== undefined && pattern.test(parameter));
  return pattern.test(call.name) || parameters || values.some((value) => textsIn(value).some((t) => pattern.test(t)));
}

function registersTask(call: ScriptCall): boolean {
  if (call.kind !== "command") return false;
  if (taskCommands.has(call.name) || call.name === "new-certificatenotificationtask") return true;
  if (call.name !== "schtasks") return false;
  return call.arguments.some(({ value, parameter }) => {
    return (
      /^create$/i.test(parameter ?? "") || (value !== undefined && textsIn(value).some((t) => /^[-/]create$/i.test(t)))
    );
  });
}
