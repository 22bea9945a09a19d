import { asText, flatten, type ScriptValue } from "../reading/value";

/** What a new rule of the firewall says, as far as it decides about RDP; what is absent says "any". */
export interface RuleFields {
  readonly direction?: ScriptValue | undefined;
  readonly protocol?: ScriptValue | undefined;
  readonly ports?: ScriptValue | undefined;
  readonly program?: ScriptValue | undefined;
  readonly service?: ScriptValue | undefined;
  /** Addresses, ports of the client and interfaces that it is limited to. */
  readonly limits: readonly (ScriptValue | undefined)[];
}

/** Whether a rule is about RDP over TCP from anywhere, from some clients only, or about something else. */
export type RuleReach = { readonly is: "all" | "some" | "none" } | { readonly is: "open"; readonly why: string };

const rdpPort = 3389;

/** Tells whether a rule is about RDP; the listener's usual port counts as its port. */
export function ruleReach({ direction, protocol, ports, program, service, limits }: RuleFields): RuleReach {
  const tests: (readonly [ScriptValue | undefined, (word: string) => boolean])[] = [
    [direction, (word) => /^in(bound)?$/.test(word)],
    [protocol, (word) => /^(any|tcp|6|256)$/.test(word)],
    [ports, holdsPort],
    [program, (word) => /^(any|.*\\svchost(\.exe)?|svchost(\.exe)?)$/.test(word)],
    [service, (word) => /^(any|\*|termservice)$/.test(word)],
  ];
  let why: string | undefined;
  for (const [value, fits] of tests) {
    const words = value && wordsOf(value);
    if (!words) continue;
    if (words.known.some(fits)) continue;
    if (words.why === undefined) return { is: "none" };
    why ??= words.why;
  }
  if (why !== undefined) return { is: "open", why };
  const limited = limits.some((value) => value && !wordsOf(value).known.some((word) => /^(any|all|\*)$/.test(word)));
  return { is: limited ? "some" : "all" };
}

function wordsOf(value: ScriptValue): { known: string[]; why?: string } {
  const texts = flatten([value]).map((item) => asText(enumName(item)));
  const known = texts.flatMap((each) => (each.is === "text" ? each.text.toLowerCase().split(/\s*,\s*/) : []));
  const open = texts.find((each) => each.is === "open");
  return { known: known.map((word) => word.trim()), ...(open?.is === "open" && { why: open.why }) };
}

// [Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetSecurity.Action]::Block
function enumName(value: ScriptValue): ScriptValue {
  if (value.is !== "instance" || value.arguments.length > 0) return value;
  return { is: "text", text: value.type.slice(value.type.lastIndexOf(".") + 1) };
}

function holdsPort(word: string): boolean {
  if (word === "any") return true;
  const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(word) ?? [];
  return from !== undefined && Number(from) <= rdpPort && rdpPort <= Number(to);
}

/** One of some words that a value is, in lower case; undefined where it is none of them or not known. */
export function oneOf<const Word extends string>(
  value: ScriptValue | undefined,
  words: readonly Word[],
): Word | undefined {
  const written = value && asText(enumName(value));
  return written?.is === "text" ? words.find((word) => word === written.text.trim().toLowerCase()) : undefined;
}
