import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import { exceptionProblems, withPlainDay, type ExceptionDeclaration } from "./exceptions";
import { packProperties, settingProperties } from "./schema";
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
  /** Settings of the stack that the pack configuration locks, so that they are not used. */
  readonly ignored: readonly string[];
  /** Where the settings in use were given; the others are defaults. */
  readonly given: { readonly byStack: readonly string[]; readonly byPack: readonly string[] };
}

/** What tells good values from bad ones and is not in the schema. */
export interface SettingsContext {
  /** The day, YYYY-MM-DD in UTC. */
  readonly today: string;
  /** Ref to name of every rule of the pack. */
  readonly ruleNames: ReadonlyMap<string, string>;
}

type Key = keyof typeof settingProperties;
const keys = Object.keys(settingProperties) as Key[];
const isKey = (key: string): key is Key => keys.includes(key as Key);

const ajv = new Ajv({ allErrors: true, strict: false, verbose: true });
const validators = new Map<string, ValidateFunction>(
  Object.entries({ ...settingProperties, ...packProperties }).map(([key, schema]) => [key, ajv.compile(schema)]),
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
  context: SettingsContext,
): SettingsReading {
  const problems: SettingsProblem[] = [];
  const pack = checked(packConfiguration, packPrefix, problems, Object.keys(packProperties));
  const stack = checked(ownKeys(stackConfiguration, problems), stackPrefix, problems);
  const { locked = [], ...packSettings } = pack as { locked?: string[] };
  const free = Object.fromEntries(Object.entries(stack).filter(([key]) => !locked.includes(key)));
  const settings = merged(defaultSettings, packSettings, free);
  const exceptionsPath = `${"exceptions" in free ? stackPrefix : packPrefix}exceptions`;
  problems.push(...problemsOfExceptions(exceptionsPath, settings, context));
  return {
    settings,
    problems,
    ignored: Object.keys(stack).filter((key) => locked.includes(key)),
    given: { byStack: Object.keys(free), byPack: Object.keys(packSettings).filter((key) => !(key in free)) },
  };
}

/** Sound settings as one policy sees them: what the policy itself is given wins. */
export function overrideSettings(
  reading: SettingsReading,
  policyName: string,
  own: Readonly<Record<string, unknown>>,
  context: SettingsContext,
): SettingsReading {
  const problems: SettingsProblem[] = [];
  const overrides = checked(own, `${policyName}.`, problems);
  if ("knownResources" in overrides) {
    problems.push({ path: `${policyName}.knownResources`, message: "is one for all rules: set it in rdp904-settings" });
  }
  const overridden = merged(reading.settings, overrides);
  if ("exceptions" in overrides)
    problems.push(...problemsOfExceptions(`${policyName}.exceptions`, overridden, context));
  return { ...reading, settings: overridden, problems };
}

// Everything that follows sees one spelling of a day.
function merged(base: Settings, ...layers: readonly Record<string, unknown>[]): Settings {
  const settings = Object.assign({}, base, ...layers) as Settings;
  return { ...settings, exceptions: settings.exceptions.map(withPlainDay) };
}

const packPrefix = "rdp904-settings.";
const stackPrefix = `${settingsNamespace}:`;

function problemsOfExceptions(
  path: string,
  { exceptions, neverExcepted }: Settings,
  { today, ruleNames }: SettingsContext,
): SettingsProblem[] {
  const nameOf = (rule: string): string => ruleNames.get(rule) ?? rule;
  const names = new Set(ruleNames.values());
  const never = new Set(neverExcepted.map(nameOf));
  const problemsOf = (exception: ExceptionDeclaration): (readonly [string, string])[] => [
    ...exceptionProblems(exception, today, (rule) => names.has(nameOf(rule))),
    ...(never.has(nameOf(exception.rule))
      ? [["rule", `is ${exception.rule}, which no exception may silence; heal what it finds`] as const]
      : []),
  ];
  return exceptions.flatMap((exception, index) =>
    problemsOf(exception).map(([key, message]) => ({ path: `${path}[${index}].${key}`, message })),
  );
}

function ownKeys(
  configuration: Readonly<Record<string, string>>,
  problems: SettingsProblem[],
): Record<string, unknown> {
  const own: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(configuration)) {
    if (!name.startsWith(stackPrefix)) continue;
    const key = name.slice(stackPrefix.length);
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
      path: stackPrefix + key,
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
