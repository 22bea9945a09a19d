import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { forEachChild, createSourceFile, isInterfaceDeclaration, isPropertySignature, ScriptTarget } from "typescript";
import type { InterfaceDeclaration, Node } from "typescript";

const folder = join(__dirname, "../../components");
const sources = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith(".ts"));

interface Argument {
  readonly path: string;
  readonly text: string;
  readonly optional: boolean;
}

function argumentsIn(file: string): Argument[] {
  const text = readFileSync(join(folder, file), "utf8");
  const found: InterfaceDeclaration[] = [];
  const visit = (node: Node): void => {
    if (isInterfaceDeclaration(node) && node.name.text.endsWith("Args")) found.push(node);
    forEachChild(node, visit);
  };
  visit(createSourceFile(file, text, ScriptTarget.ES2022, true));
  return found.flatMap((declaration) =>
    declaration.members.filter(isPropertySignature).map((member) => {
      const comment = /^\s*\/\*\*([\s\S]*?)\*\//.exec(member.getFullText())?.[1] ?? "";
      return {
        path: `${declaration.name.text}.${member.name.getText()}`,
        text: comment.replace(/^\s*\*? ?/gm, "").trim(),
        optional: member.questionToken !== undefined,
      };
    }),
  );
}

const all = sources.flatMap(argumentsIn);

test("there are arguments to look at", () => {
  expect(all.length).toBeGreaterThan(40);
});

test("every argument begins with Required, Optional or Conditional, and says it once", () => {
  const wrong = all.filter(
    ({ text }) => !/^(Required|Optional|Conditional)\. (?!Required|Optional|Conditional)/.test(text),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("what may be left out says so, and what may not does not", () => {
  const wrong = all.filter(({ text, optional }) => optional === text.startsWith("Required."));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("what may be left out names its default, and what is conditional its condition", () => {
  const wrong = all.filter(
    ({ text, optional }) =>
      (optional && !/^@default \S/m.test(text)) || (text.startsWith("Conditional.") && !text.includes("Required if")),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("a duration or size carries its unit in its name", () => {
  const wrong = all.filter(({ path }) => /\.(timeout|interval|validity|retention|size|id)$/i.test(path));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("each component's file is short enough to be read at once", () => {
  const long = sources.filter((file) => readFileSync(join(folder, file), "utf8").split("\n").length > 201);
  expect(long).toEqual([]);
});
