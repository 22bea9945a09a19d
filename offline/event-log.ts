import { readFileSync } from "node:fs";

/** A violation that a policy pack reported, as the engine logs it. */
export interface PolicyViolation {
  readonly policyName: string;
  readonly urn: string;
  readonly message: string;
  readonly level: string;
}

/** What a run of the engine logged with `--event-log`. */
export interface EngineLog {
  readonly violations: readonly PolicyViolation[];
  /** Errors and warnings that the engine, providers or the program reported. */
  readonly diagnostics: readonly { readonly severity: string; readonly message: string; readonly urn: string }[];
  /** Count of resources by operation, "create" to 12; undefined where the run ended before its summary. */
  readonly changes: Readonly<Record<string, number>> | undefined;
}

interface EngineEvent {
  policyEvent?: { resourceUrn?: string; message: string; policyName: string; enforcementLevel: string };
  diagnosticEvent?: { urn?: string; message: string; severity: string };
  summaryEvent?: { resourceChanges?: Record<string, number> };
}

/** Reads a log that `pulumi … --event-log FILE` wrote (PULUMI_DEBUG_COMMANDS=true). */
export function readEventLog(file: string): EngineLog {
  return engineLogOf(readFileSync(file, "utf8"));
}

/** Reads events as the engine writes them, also to standard output with `--json`: one JSON object a line. */
export function engineLogOf(text: string): EngineLog {
  const events = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
  return {
    violations: events.flatMap(({ policyEvent: event }) =>
      event
        ? [
            {
              policyName: event.policyName,
              urn: event.resourceUrn ?? "",
              message: withoutColor(event.message),
              level: event.enforcementLevel,
            },
          ]
        : [],
    ),
    diagnostics: events.flatMap(({ diagnosticEvent: event }) =>
      event && (event.severity === "error" || event.severity === "warning")
        ? [{ severity: event.severity, message: withoutColor(event.message), urn: event.urn ?? "" }]
        : [],
    ),
    changes: events.find((event) => event.summaryEvent)?.summaryEvent?.resourceChanges,
  };
}

/** Errors of the engine, a provider or the program; what the engine says of every run that policies block is left out. */
export function errorsOf(log: EngineLog): string[] {
  return log.diagnostics
    .filter(({ severity, message }) => severity === "error" && !/^(preview|update) failed$/.test(message))
    .map(({ message }) => message);
}

function withoutColor(text: string): string {
  return text.replace(/<\{%[^%]*%\}>/g, "").trim();
}
