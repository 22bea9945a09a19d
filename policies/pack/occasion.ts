/** What Pulumi asks the pack for: a preview creates nothing, an update does, and an analysis looks at a state alone. */
export type Occasion = "preview" | "update" | "analysis";

/** @param environment That of the pack's process. Pulumi runs no program for an analysis, and then names no project. */
export function occasionOf(environment: Readonly<Record<string, string | undefined>>): Occasion {
  if (environment["PULUMI_NODEJS_DRY_RUN"] === "true") return "preview";
  return environment["PULUMI_NODEJS_PROJECT"] ? "update" : "analysis";
}
