import type { GuestScriptFact, RdpService, ServiceStartChanged } from "../facts";
import type { CommandCall, MethodCall, ScriptContext } from "../reading/call";
import { callTitle } from "../reading/call-title";
import { asText, flatten, type ScriptValue } from "../reading/value";
import { servicesLike } from "./names";

/** What a call names: services that RDP needs, and what of it is not known. */
export interface NamedServices {
  readonly services: readonly RdpService[];
  /** Why a name is not known; absent where all are. */
  readonly why?: string;
}

/** The services that values name: texts, patterns, objects that Get-Service gave. */
export function namedBy(values: readonly ScriptValue[], by: "name" | "displayName" | "either"): NamedServices {
  const services: RdpService[] = [];
  let why: string | undefined;
  for (const value of flatten(values)) {
    if (value.is === "instance" && /^service(\.|$)/.test(value.type)) {
      const table = value.arguments[0];
      const name = table?.is === "table" ? table.entries.get("name") : undefined;
      if (name?.is === "text") services.push(...servicesLike(name.text));
      continue;
    }
    const written = asText(value);
    if (written.is === "text") services.push(...servicesLike(written.text, by));
    else why ??= written.why;
  }
  return { services: [...new Set(services)], ...(why !== undefined && { why }) };
}

/** The finding of facts about one call. */
export class ServiceFindings {
  readonly facts: GuestScriptFact[] = [];

  constructor(
    private readonly call: CommandCall | MethodCall,
    private readonly script: ScriptContext,
  ) {}

  changed(kind: ServiceStartChanged["kind"], { services, why }: NamedServices): void {
    for (const service of services) this.facts.push({ kind, service, ...this.at() });
    if (why !== undefined && this.script.mentions("services"))
      this.unresolved(`which service it means is not known: ${why}`);
  }

  /** The start of services is set to something: "Disabled", 4, "auto". */
  started(mode: ScriptValue | undefined, named: NamedServices): void {
    const kind = mode && startOf(mode);
    if (kind) return this.changed(kind, named);
    const touched = named.services.length > 0 || (named.why !== undefined && this.script.mentions("services"));
    if (touched) this.unresolved(`how ${named.services.join(", ") || "the service"} starts is not known`);
  }

  unresolved(why: string): void {
    this.facts.push({ kind: "unresolved", topic: "services", why, ...this.at() });
  }

  private at(): { line: number; branch: readonly number[]; text: string } {
    const { line, branch } = this.call;
    return { line, branch, text: callTitle(this.call) };
  }
}

const starts: Readonly<Record<string, ServiceStartChanged["kind"]>> = {
  disabled: "disables-service",
  "4": "disables-service",
  ...Object.fromEntries(
    ["automatic", "auto", "automaticdelayedstart", "delayed-auto", "manual", "demand", "2", "3"].map((mode) => [
      mode,
      "enables-service" as const,
    ]),
  ),
};

function startOf(mode: ScriptValue): ServiceStartChanged["kind"] | undefined {
  // [ServiceStartMode]::Disabled
  const written = mode.is === "instance" ? mode.type.slice(mode.type.lastIndexOf(".") + 1) : asText(mode).text;
  const key = written.trim().toLowerCase();
  return Object.hasOwn(starts, key) ? starts[key] : undefined;
}
