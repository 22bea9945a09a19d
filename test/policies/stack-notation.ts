import { CORE_SCHEMA, load } from "js-yaml";
import { Reference, type Declared } from "../../policies/testing/declared";
import { stackOf } from "../../policies/testing/declared-stack";

/** One thing that a rule says of a stack. */
export interface Expected {
  readonly verdict: "holds" | "broken" | "undecided";
  /** Name of the resource that carries it. */
  readonly resource: string;
  /** The deciding property; "" for the resource itself, and for what holds. */
  readonly at: string;
  /** What the sentence of the finding contains; "" for what holds. */
  readonly fact: string;
  /** Given where the finding only advises although the rule is mandatory. */
  readonly level?: "advisory";
}

/** A small program as test/fixtures/stacks/README.md describes it, and all that the rule says of it. */
export interface StackCase {
  readonly description: string;
  readonly declared: readonly Declared[];
  /** In a preview of a stack that was never deployed. */
  readonly expect: readonly Expected[];
  readonly onceDeployed: readonly Expected[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a program in Pulumi YAML's notation with what is expected of it.
 *
 * @throws Error that begins with the file and names the place
 */
export function readStackCase(text: string, file: string): StackCase {
  const top = fieldsOf(load(text, { schema: CORE_SCHEMA, filename: file }), file, "the file");
  const wrong = (at: string, what: string): never => {
    throw new Error(`${file}: ${at}: ${what}`);
  };
  allow(top, ["description", "source", "variables", "resources", "expect", "onceDeployed"], "the file");
  const description = textAt(top, "description", "the file");
  if (!/^[A-Z`].*[.]$/s.test(description)) wrong("description", "is no sentence");
  if (top["source"] !== undefined && !textAt(top, "source", "the file").startsWith("https://"))
    wrong("source", "is no public page");
  const resources = fieldsAt(top, "resources", "the file");
  const variables = new Map<string, unknown>();
  for (const [name, value] of Object.entries(fieldsAt(top, "variables", "the file", {}))) {
    variables.set(name, variable(name, value));
  }
  const declared = Object.entries(resources).map(([name, value]) => resource(name, value));
  try {
    stackOf(declared, true);
  } catch (error) {
    wrong("resources", (error as Error).message);
  }
  const expect = expectations("expect");
  const onceDeployed = top["onceDeployed"] === undefined ? expect : expectations("onceDeployed");
  return { description, declared, expect, onceDeployed };

  function resource(name: string, value: unknown): Declared {
    const at = `resources.${name}`;
    const fields = fieldsOf(value, file, at);
    allow(fields, ["type", "properties", "options", "outputs"], at);
    const options = fieldsAt(fields, "options", at, {});
    allow(options, ["dependsOn", "parent", "protect", "ignoreChanges"], `${at}.options`);
    const { dependsOn, parent, ...others } = options;
    if (dependsOn !== undefined && !Array.isArray(dependsOn)) wrong(`${at}.options.dependsOn`, "is no list");
    return {
      type: textAt(fields, "type", at),
      name,
      inputs: valueOf(fieldsAt(fields, "properties", at, {}), `${at}.properties`) as Record<string, unknown>,
      outputs: { ...fieldsAt(fields, "outputs", at, {}) },
      dependencies: ((dependsOn ?? []) as unknown[]).map((one) => resourceNamed(one, `${at}.options.dependsOn`)),
      ...(parent !== undefined && { parent: resourceNamed(parent, `${at}.options.parent`) }),
      options: others,
    };
  }

  // What a data source answers is known in a preview, too, unless it is asked about something that is still to come.
  function variable(name: string, value: unknown): unknown {
    const at = `variables.${name}`;
    const fields = fieldsOf(value, file, at);
    allow(fields, ["fn::invoke", "answer"], at);
    const call = fieldsAt(fields, "fn::invoke", at);
    allow(call, ["function", "arguments"], `${at}.fn::invoke`);
    textAt(call, "function", `${at}.fn::invoke`);
    const answer = fieldsAt(fields, "answer", at);
    return made(valueOf(call["arguments"] ?? {}, `${at}.fn::invoke.arguments`), () => answer);
  }

  function valueOf(value: unknown, at: string): unknown {
    if (typeof value === "string") return interpolated(value, at);
    if (Array.isArray(value)) return value.map((item, index) => valueOf(item, `${at}[${index}]`));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, item]) => [key, valueOf(item, `${at}.${key}`)] as const);
    const [first] = entries;
    if (!first?.[0].startsWith("fn::")) return Object.fromEntries(entries);
    if (first[0] === "fn::secret") return first[1];
    if (first[0] === "fn::toJSON") return made(first[1], (known) => JSON.stringify(known));
    return wrong(at, `${first[0]} is not read here`);
  }

  function interpolated(text: string, at: string): unknown {
    const pieces = text.split(/(?<!\$)\$\{([^}]*)\}/);
    const parts = pieces
      .map((piece, index) => (index % 2 === 0 ? piece.replaceAll("$${", "${") : outputNamed(piece, at)))
      .filter((part) => part !== "");
    if (parts.length <= 1) return parts[0] ?? "";
    return made(parts, (known) => (known as unknown[]).join(""));
  }

  function outputNamed(expression: string, at: string): unknown {
    const [name, ...steps] = expression.replace(/\[["']?([^\]"']+)["']?\]/g, ".$1").split(".");
    if (name !== undefined && variables.has(name)) {
      return made(variables.get(name), (answer) =>
        steps.reduce<unknown>((inside, step) => (inside as Fields | undefined)?.[step], answer),
      );
    }
    if (name === undefined || !Object.hasOwn(resources, name)) return wrong(at, `\${${expression}} names no resource`);
    if (steps.length === 0) return wrong(at, `\${${expression}} names no output`);
    return new Reference([{ name, output: steps.join(".") }], (known) => known);
  }

  function resourceNamed(value: unknown, at: string): string {
    const name = typeof value === "string" ? /^\$\{([^}.]+)\}$/.exec(value)?.[1] : undefined;
    return name !== undefined && Object.hasOwn(resources, name) ? name : wrong(at, "names no resource");
  }

  function expectations(key: string): readonly Expected[] {
    const list = top[key];
    if (!Array.isArray(list)) return wrong(key, "is no list");
    return list.map((value, index): Expected => {
      const at = `${key}[${index}]`;
      const fields = fieldsOf(value, file, at);
      const verdict = (["holds", "broken", "undecided"] as const).find((word) => word in fields);
      if (verdict === undefined) return wrong(at, "says none of holds, broken and undecided");
      allow(fields, verdict === "holds" ? [verdict] : [verdict, "at", "fact", "level"], at);
      const name = textAt(fields, verdict, at);
      if (!Object.hasOwn(resources, name)) wrong(at, `${name} is no resource`);
      if (verdict === "holds") return { verdict, resource: name, at: "", fact: "" };
      const path = fields["at"] === undefined ? "" : textAt(fields, "at", at);
      if (fields["level"] !== undefined && fields["level"] !== "advisory") wrong(`${at}.level`, "can be advisory only");
      const level = fields["level"] === undefined ? {} : { level: "advisory" as const };
      return { verdict, resource: name, at: path, fact: textAt(fields, "fact", at), ...level };
    });
  }

  function fieldsAt(fields: Fields, key: string, at: string, otherwise?: Fields): Fields {
    return fields[key] === undefined && otherwise ? otherwise : fieldsOf(fields[key], file, `${at}.${key}`);
  }

  function textAt(fields: Fields, key: string, at: string): string {
    const value = fields[key];
    return typeof value === "string" && value !== "" ? value : wrong(`${at}.${key}`, "is no text");
  }

  function allow(fields: Fields, keys: readonly string[], at: string): void {
    const strange = Object.keys(fields).find((key) => !keys.includes(key));
    if (strange !== undefined) wrong(at, `${strange} is none of ${keys.join(", ")}`);
  }
}

function fieldsOf(value: unknown, file: string, at: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Error(`${file}: ${at}: is no mapping`);
}

/** What is made of a value once all references in it are known; at once where there are none. */
function made(value: unknown, finish: (known: unknown) => unknown): unknown {
  const references = referencesOf(value);
  if (references.length === 0) return finish(value);
  return new Reference(
    references.flatMap(({ sources }) => sources),
    (...values) => {
      const waiting = [...values];
      return finish(filled(value, waiting));
    },
  );
}

function referencesOf(value: unknown): Reference[] {
  if (value instanceof Reference) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesOf) : [];
}

function filled(value: unknown, waiting: string[]): unknown {
  if (value instanceof Reference) return value.make(...waiting.splice(0, value.sources.length));
  if (Array.isArray(value)) return value.map((item) => filled(item, waiting));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, waiting)]));
}
