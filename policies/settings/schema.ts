import { longestExceptionDays, yamlMidnight } from "./exceptions";
import { providedElsewhereKinds } from "./settings";

const patterns = {
  type: "array",
  items: { type: "string", minLength: 1 },
  description: "Hosts that get it from elsewhere: globs over the Pulumi name, or tag:key=value.",
} as const;

/**
 * The one schema of the settings. It serves the stack configuration (namespace `rdp904`), the pack configuration
 * (policy `rdp904-settings`), and what a single policy may be given of its own. It has no `default`s: the engine would
 * fill them in for every policy, and so override what the stack says.
 */
export const settingProperties = {
  clients: {
    type: "array",
    description: "Who must be able to reach which hosts. Not given: the estate implies clients.",
    items: {
      type: "object",
      required: ["from", "to"],
      additionalProperties: false,
      properties: {
        from: {
          type: "array",
          minItems: 1,
          items: { type: "string", minLength: 1 },
          description: "Address ranges (CIDR), service tags, or ids of application security groups.",
        },
        to: {
          type: "string",
          minLength: 1,
          description: "Which hosts: a glob over the Pulumi name of the machine, or tag:key=value.",
        },
        port: {
          type: "integer",
          minimum: 1,
          maximum: 65535,
          description: "Port of the RDP listener. Default: 3389.",
        },
      },
    },
  },
  profile: {
    type: "string",
    enum: ["enforce", "adopt"],
    description: "adopt makes the rules about hosts that nobody manages yet advisory. Default: enforce.",
  },
  unknowns: {
    type: "string",
    enum: ["report", "fail"],
    description: "What an undecided verdict does: report is advisory, fail is as mandatory as the rule.",
  },
  providedElsewhere: {
    type: "object",
    additionalProperties: false,
    description: "What hosts get from outside this stack, for example by Azure Policy.",
    properties: Object.fromEntries(providedElsewhereKinds.map((kind) => [kind, patterns])),
  },
  exceptions: {
    type: "array",
    description: "Findings that somebody accepts for a while; they are told as advisories.",
    items: {
      type: "object",
      required: ["rule", "resource", "reason", "owner", "expires"],
      additionalProperties: false,
      properties: {
        rule: { type: "string", minLength: 1, description: "Ref or name of a rule." },
        resource: {
          type: "string",
          minLength: 1,
          description: "Which resources: a glob over the Pulumi name, or over the whole URN.",
        },
        reason: { type: "string", minLength: 1, pattern: "\\S", description: "Why the finding is accepted." },
        owner: { type: "string", minLength: 1, pattern: "\\S", description: "Who answers for it." },
        expires: {
          type: "string",
          pattern: `^\\d{4}-\\d{2}-\\d{2}(${yamlMidnight.replace("+", "\\+")})?$`,
          description: `Last day on which it holds (UTC): YYYY-MM-DD, at most ${longestExceptionDays} days ahead.`,
        },
      },
    },
  },
  knownResources: {
    type: "array",
    items: { type: "string", minLength: 1 },
    description:
      "Files with resources of other stacks, as `pulumi stack export` or ARM JSON: facts for joins, never judged. Absolute, or relative to the folder in which Pulumi is called.",
  },
} as const;

/** What the pack configuration alone can say, so that a pull request cannot switch its own check off. */
export const packProperties = {
  locked: {
    type: "array",
    items: { type: "string", enum: Object.keys(settingProperties) },
    description: "Settings that the stack configuration may not change.",
  },
  neverExcepted: {
    type: "array",
    items: { type: "string", minLength: 1 },
    description: "Refs or names of rules that no exception may silence. Default: RDP904-003.",
  },
} as const;
