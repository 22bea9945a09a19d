import type { GuestScriptFact, Topic } from "../facts";
import type { ScriptCall, ScriptContext } from "../reading/call";
import { callTitle } from "../reading/call-title";
import { globMatches } from "../reading/glob";
import { joinTexts, text, textsIn } from "../reading/value";
import type { RegistryAction, ValueName } from "./action";
import { registryActions } from "./actions";
import { keyOnDrive } from "./drives";
import { registryKey, type KeyUse, type RegistryKey } from "./keys";

/** The part of the registry that a topic is about. */
export interface RegistryArea {
  readonly topic: Topic;
  readonly keys: readonly AreaKey[];
  /** Names of its values, in lower case: a value of another name under a key that is not known matters to nobody. */
  readonly names: ReadonlySet<string>;
  /** True where a text names a key or value of the area. */
  mentions(text: string): boolean;
}

export interface AreaKey {
  /** Segments in lower case from "hklm"; "*" for any one. */
  readonly path: readonly string[];
  /** True where everything below belongs to the area, too. */
  readonly deep: boolean;
}

/** A key of an area, from its path in lower case. */
export function areaKey(path: string, deep = false): AreaKey {
  return { path: path.split("\\"), deep };
}

/** What a call does to an area of the registry, as facts. */
export function registryFacts(call: ScriptCall, script: ScriptContext, area: RegistryArea): GuestScriptFact[] {
  return registryActions(call, script).flatMap((action) => factsOf(action, call, script, area));
}

function factsOf(
  action: RegistryAction,
  call: ScriptCall,
  script: ScriptContext,
  area: RegistryArea,
): GuestScriptFact[] {
  const { topic } = area;
  const at = { line: call.line, branch: call.branch, text: callTitle(call) };
  const unresolved = (why: string): GuestScriptFact[] => [{ kind: "unresolved", topic, why, ...at }];
  if (action.does === "hide") return script.mentions(topic) ? unresolved(action.why) : [];
  if (action.does === "hand-over")
    return handsOver(
      action.values.flatMap((value) => textsIn(value)),
      area,
    )
      ? unresolved(action.why)
      : [];
  const place = placeOf(action, script, area);
  if (place.is === "elsewhere") return [];
  if (place.is === "open") return unresolved(place.why);
  const { key } = place;
  if (action.does === "remove-key" || action.does === "remove-contents" || action.does === "remove-values")
    return [{ kind: "removes-from-registry", topic, key, what: removedBy[action.does], ...at }];
  if (action.name.is === "open")
    return unresolved(`which value of the key it changes is not known: ${action.name.why}`);
  const name = action.name.text.trim().toLowerCase();
  if (action.does === "remove-value")
    return [{ kind: "removes-from-registry", topic, key, what: { value: name }, ...at }];
  return [{ kind: "sets-registry-value", topic, key, name, data: action.data, ...at }];
}

const removedBy = { "remove-key": "key", "remove-contents": "contents", "remove-values": "values" } as const;

type Place =
  | { readonly is: "elsewhere" }
  | { readonly is: "open"; readonly why: string }
  | { readonly is: "area"; readonly key: string };

const elsewhere: Place = { is: "elsewhere" };

type KeyAction = Exclude<RegistryAction, { does: "hide" | "hand-over" }>;

function placeOf(action: KeyAction, script: ScriptContext, area: RegistryArea): Place {
  const removesKeys = action.does === "remove-key" || action.does === "remove-contents";
  const key = keyOf(action.key, script);
  if (key.is === "elsewhere") return elsewhere;
  if (key.is === "open") {
    // A cmdlet on items most likely means a file where nothing of the path is known.
    const meansValue = "name" in action && mayNameValue(action.name, area);
    const begins = area.keys.some(({ path }) => fits(key.beginning, path));
    const suspects = area.mentions(action.key.path.text) || (script.mentions(area.topic) && meansValue);
    return begins && suspects ? { is: "open", why: key.why } : elsewhere;
  }
  if (area.keys.some(({ path, deep }) => holds(key.segments, path, deep, removesKeys))) {
    const [only] = area.keys.filter(({ path }) => path.length === key.segments.length && fits(key.segments, path));
    if (!key.segments.some((segment) => /[*?]/.test(segment))) return { is: "area", key: key.segments.join("\\") };
    if (only && !only.path.includes("*")) return { is: "area", key: only.path.join("\\") };
    return { is: "open", why: "it names its keys by a pattern" };
  }
  return elsewhere;
}

function keyOf({ path, folder }: KeyUse, script: ScriptContext): RegistryKey {
  const key = registryKey({ path, ...(folder && { folder }) });
  if (key.is !== "elsewhere" || !folder) return key;
  const onDrive = keyOnDrive(path, script) ?? keyOnDrive(joinTexts([folder, text("\\"), path]), script);
  return onDrive ? registryKey({ path: onDrive }) : key;
}

function mayNameValue(name: ValueName, area: RegistryArea): boolean {
  return name.is === "open" || area.names.has(name.text.trim().toLowerCase());
}

/** True where two paths agree as far as both go. */
function fits(path: readonly string[], wanted: readonly string[]): boolean {
  const shared = Math.min(path.length, wanted.length);
  for (let at = 0; at < shared; at++) if (!matches(path[at]!, wanted[at]!)) return false;
  return true;
}

function holds(path: readonly string[], wanted: readonly string[], deep: boolean, above: boolean): boolean {
  if (!fits(path, wanted)) return false;
  if (path.length === wanted.length) return true;
  return path.length > wanted.length ? deep : above;
}

function matches(segment: string, wanted: string): boolean {
  return segment === wanted || wanted === "*" || (/[*?]/.test(segment) && globMatches(segment, wanted));
}

// A key among the words of a command that nobody knows; a sentence that only speaks of it is none.
function handsOver(texts: readonly string[], area: RegistryArea): boolean {
  return texts.some(
    (text) =>
      /[\\/]/.test(text) &&
      /^(registry::|hk(lm|ey_local_machine)\b|software\\|system\\)/i.test(text.trim()) &&
      area.mentions(text),
  );
}
