/** The form of a value, as the SDK's TypeScript declarations write it. */
export type Shape =
  | { readonly kind: "any" | "string" | "number" | "boolean" | "union" }
  | { readonly kind: "enum"; readonly name: string }
  | { readonly kind: "const"; readonly value: string }
  | { readonly kind: "array"; readonly items: Shape }
  | { readonly kind: "map"; readonly values: Shape }
  | { readonly kind: "object"; readonly side: "inputs" | "outputs"; readonly name: string };

export interface Member {
  readonly shape: Shape;
  readonly optional: boolean;
}

/** Reads the members of an interface or class body: `a?: string; readonly b: pulumi.Output<number>;`. */
export function parseMembers(body: string): Map<string, Member> {
  const text = body.replace(/\/\*[\s\S]*?\*\//g, "");
  const members = new Map<string, Member>();
  const head = /(?:^|[;{}\s])(?:readonly )?(\w+)(\??):\s/g;
  for (let match = head.exec(text); match; match = head.exec(text)) {
    const end = endOfType(text, head.lastIndex);
    const type = text.slice(head.lastIndex, end);
    const parsed = parseType(type);
    const optional = match[2] === "?" || parsed.optional;
    if (match[1] !== undefined) members.set(match[1], { shape: parsed.shape, optional });
    head.lastIndex = end;
  }
  return members;
}

function endOfType(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const char = text[index] ?? "";
    if ("<{[(".includes(char)) depth++;
    else if (">}])".includes(char)) depth--;
    else if (char === ";" && depth === 0) return index;
  }
  return text.length;
}

/** Reads one type; `| undefined` makes it optional, `pulumi.Input` and `pulumi.Output` are transparent. */
export function parseType(text: string): { shape: Shape; optional: boolean } {
  const parts = splitUnion(text.trim());
  const optional = parts.includes("undefined");
  const present = parts.filter((part) => part !== "undefined");
  const wrapped = present.length === 1 ? /^pulumi\.(?:Input|Output)<([\s\S]*)>$/.exec(present[0] ?? "") : null;
  if (wrapped?.[1] !== undefined) {
    const inner = parseType(wrapped[1]);
    return { shape: inner.shape, optional: optional || inner.optional };
  }
  return { shape: unionOf(present), optional };
}

function unionOf(parts: string[]): Shape {
  const shapes = parts.map(parseSingle);
  const first = shapes[0] ?? { kind: "any" as const };
  if (shapes.length === 1) return first;
  const enumeration = shapes.find((shape) => shape.kind === "enum");
  if (enumeration && shapes.every((shape) => shape.kind === "string" || shape.kind === "enum")) return enumeration;
  return { kind: "union" };
}

function parseSingle(text: string): Shape {
  if (text.endsWith("[]")) return { kind: "array", items: parseType(unwrapParentheses(text.slice(0, -2))).shape };
  const map = /^\{\s*\[key: string\]:\s*([\s\S]*?);?\s*\}$/.exec(text);
  if (map?.[1] !== undefined) return { kind: "map", values: parseType(map[1]).shape };
  const literal = /^"(.*)"$/.exec(text);
  if (literal?.[1] !== undefined) return { kind: "const", value: literal[1] };
  if (text === "string" || text === "number" || text === "boolean") return { kind: text };
  const reference = /^(inputs|outputs)\.([\w.]+)$/.exec(text);
  if (reference?.[1] !== undefined && reference[2] !== undefined) {
    return { kind: "object", side: reference[1] === "inputs" ? "inputs" : "outputs", name: reference[2] };
  }
  const enumeration = /^enums\.([\w.]+)$/.exec(text);
  if (enumeration?.[1] !== undefined) return { kind: "enum", name: enumeration[1] };
  const wrapped = /^pulumi\.(?:Input|Output)<([\s\S]*)>$/.exec(text);
  return wrapped?.[1] === undefined ? { kind: "any" } : parseType(wrapped[1]).shape;
}

function unwrapParentheses(text: string): string {
  return text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1) : text;
}

function splitUnion(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const char = text[index];
    if (char === undefined || (char === "|" && depth === 0)) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    } else if ("<{[(".includes(char)) depth++;
    else if (">}])".includes(char)) depth--;
  }
  return parts.filter((part) => part !== "");
}
