import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import { lockedProperty, settingProperties } from "./schema";
import { defaultSettings, type Settings } from "./settings";

export const settingsNamespace = "rdp904";

/** Something in the settings that the pack cannot work with. */
export interface SettingsProblem {
  /** Where: "rdp904:clients[0].to" or "rdp904-settings.profile". */
  readonly path: string;
  /** What is wrong and what is allowed. */
  readonly message: string;
}

export interface SettingsReading {
  readonly settings: Settings;
  readonly problems: readonly SettingsProblem[];
}

type Key = keyof typeof settingProperties;
const keys = Object.keys(settingProperties) as Key[];
const isKey = (key: string): key is Key => keys.includes(key as Key);

const ajv = new Ajv({ allErrors: true, strict: false, verbose: true });
const validators = new Map<string, ValidateFunction>(
  [...Object.entries(settingProperties), ["locked", lockedProperty] as const].map(([key, schema]) => [
    key,
    ajv.compile(schema),
  ]),
);

/**
 * Reads the settings: the stack configuration over the pack configuration over the defaults, except where the pack
 * configuration locks a setting.
 *
 * @param stackConfiguration The whole stack configuration, "namespace:key" to text; other namespaces are not looked at.
 * @param packConfiguration Configuration of the policy `rdp904-settings`.
 */
export function readSettings(
  stackConfiguration: Readonly<Record<string, string>>,
  packConfiguration: Readonly<Record<string, unknown>>,
): SettingsReading {
  const problems: SettingsProblem[] = [];
  const pack = checked(packConfiguration, "rdp904-settings.", problems, ["locked"]);
  const stack = checked(ownKeys(stackConfiguration, problems), `${settingsNamespace}:`, problems);
  const locked = (pack["locked"] ?? []) as string[];
  const free = Object.fromEntries(Object.entries(stack).filter(([key]) => !locked.includes(key)));
  return { settings: { ...defaultSettings, ...withoutLock(pack), ...free } as Settings, problems };
}

/** Settings as one policy sees them: what the policy itself is given wins. */
export function overrideSettings(
  settings: Settings,
  policyName: string,
  own: Readonly<Record<string, unknown>>,
): SettingsReading {
  const problems: SettingsProblem[] = [];
  const overrides = checked(own, `${policyName}.`, problems);
  return { settings: { ...settings, ...overrides } as Settings, problems };
}

function ownKeys(
  configuration: Readonly<Record<string, string>>,
  problems: SettingsProblem[],
): Record<string, unknown> {
  const own: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(configuration)) {
    if (!name.startsWith(`${settingsNamespace}:`)) continue;
    const key = name.slice(settingsNamespace.length + 1);
    own[key] = parse(key, text, problems);
  }
  return own;
}

function parse(key: string, text: string, problems: SettingsProblem[]): unknown {
  if (!isKey(key) || settingProperties[key].type === "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    problems.push({
      path: `${settingsNamespace}:${key}`,
      message: `is not a ${settingProperties[key].type === "array" ? "list" : "map"}; ${settingProperties[key].description}`,
    });
    return undefined;
  }
}

function checked(
  given: Readonly<Record<string, unknown>>,
  prefix: string,
  problems: SettingsProblem[],
  more: readonly string[] = [],
): Record<string, unknown> {
  const good: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const validate = isKey(key) || more.includes(key) ? validators.get(key) : undefined;
    if (!validate) {
      problems.push({ path: prefix + key, message: `is not a setting; allowed: ${[...keys, ...more].join(", ")}` });
    } else if (validate(value)) {
      good[key] = value;
    } else {
      for (const error of validate.errors ?? []) problems.push(problemOf(prefix + key, error));
    }
  }
  return good;
}

function problemOf(path: string, error: ErrorObject): SettingsProblem {
  const at = path + error.instancePath.replace(/\/(\d+)/g, "[$1]").replace(/\//g, ".");
  const described = (error.parentSchema as { description?: string } | undefined)?.description;
  const allowed = described ? ` (${described})` : "";
  const params = error.params as Record<string, unknown>;
  if (error.keyword === "enum") {
    return {
      path: at,
      message: `is ${show(error.data)}; allowed: ${(params["allowedValues"] as string[]).join(", ")}`,
    };
  }
  if (error.keyword === "additionalProperties") {
    const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
    return {
      path: `${at}.${String(params["additionalProperty"])}`,
      message: `is not known; allowed: ${known.join(", ")}`,
    };
  }
  if (error.keyword === "required") {
    return { path: `${at}.${String(params["missingProperty"])}`, message: "is missing" };
  }
  return { path: at, message: `${error.message ?? "is not valid"}, but is ${show(error.data)}${allowed}` };
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function withoutLock(pack: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(pack).filter(([key]) => key !== "locked"));
}
