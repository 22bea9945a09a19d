import { declarationOf } from "../../../offline/azure/sdk/declarations";
import { membersOf, responseOf } from "../../../offline/azure/sdk/shapes";
import type { Member, Shape } from "../../../offline/azure/sdk/type-text";
import { parseToken } from "../../../offline/azure/tokens";
import { models } from "../../../offline/azure/types";
import { classicModels } from "../../../offline/azure/classic/models";
import { Deployed, Engine, Properties } from "./engine";
import { deploy, plan, planned } from "./estate";

let engine: Engine;
let estate: Map<string, Deployed>;

beforeAll(async () => {
  engine = await Engine.start();
  estate = await deploy(engine);
});

afterAll(async () => {
  await engine.stop();
});

function deployed(name: string): Deployed {
  const found = estate.get(name);
  if (found === undefined) throw new Error(name);
  return found;
}

function outputsOf(token: string): string[] {
  const type = parseToken(token);
  return [...((type && declarationOf(type)?.outputs) ?? []), "id"].sort();
}

/** Places in an answer that the SDK's response types do not have, at any depth. */
function strays(
  provider: "azure-native" | "azure",
  members: ReadonlyMap<string, Member>,
  values: Properties,
  above: string,
): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const member = members.get(name);
    return member === undefined ? [`${above}${name}`] : straysIn(provider, member.shape, value, `${above}${name}.`);
  });
}

function straysIn(provider: "azure-native" | "azure", shape: Shape, value: unknown, place: string): string[] {
  if (Array.isArray(value)) {
    return shape.kind === "array" ? value.flatMap((item) => straysIn(provider, shape.items, item, place)) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  if (shape.kind === "map")
    return Object.values(value).flatMap((item) => straysIn(provider, shape.values, item, place));
  if (shape.kind !== "object") return [];
  return strays(provider, membersOf(provider, shape.side, shape.name), value as Properties, place);
}

test("the estate of these tests has every modelled type", () => {
  const tokens = new Set(plan.map(({ token }) => token.replace(/^azure-native:/, "")));
  expect([...tokens].sort()).toEqual([...models, ...classicModels].map(({ type }) => type).sort());
});

test.each(plan.map(({ name, token }) => [name, token]))(
  "a preview of %s has exactly the SDK's properties",
  async (name, token) => {
    const outputs = await engine.preview(token, name, deployed(name).inputs);
    expect(Object.keys(outputs).sort()).toEqual(
      token.startsWith("azure:") ? expect.arrayContaining(["id", "secretId", "versionlessSecretId"]) : outputsOf(token),
    );
  },
);

test.each(plan.map(({ name, token }) => [name, token]))(
  "%s answers nothing that the SDK does not know",
  async (name, token) => {
    // Read again, as others that came later show up in it.
    const refreshed = await engine.read(token, name, deployed(name).id, deployed(name));
    const { id, ...shown } = refreshed?.outputs ?? {};
    expect(id).toBe(deployed(name).id);
    const type = parseToken(token);
    expect(type && strays(type.provider, responseOf(type), shown, "")).toEqual([]);
  },
);

test.each(plan.map(({ name, token }) => [name, token]))(
  "%s answers every mandatory input that is a property",
  (name, token) => {
    const type = parseToken(token);
    const declaration = type && declarationOf(type);
    const shown = (declaration?.required ?? []).filter((input) => declaration?.outputs.has(input));
    expect(Object.keys(deployed(name).outputs)).toEqual(expect.arrayContaining(shown));
  },
);

test.each(plan.map(({ name, token }) => [name, token]))(
  "a refresh of %s leaves its inputs as they are",
  async (name, token) => {
    const refreshed = await engine.read(token, name, deployed(name).id, deployed(name));
    expect(refreshed?.inputs).toEqual(deployed(name).inputs);
  },
);

test.each(plan.map(({ name, token }) => [name, token]))("%s planned again is no change", async (name, token) => {
  const inputs = planned(name).inputs(deployed);
  expect((await engine.diff(token, name, deployed(name), inputs)).getDetaileddiffMap().getLength()).toBe(0);
});

test.each(plan.map(({ name, token }) => [name, token]))("%s can be imported without a change", async (name, token) => {
  if (token.startsWith("azure:")) return;
  const imported = await engine.read(token, name, deployed(name).id);
  const never = [
    "osProfile",
    "protectedSettings",
    "runAsPassword",
    "properties",
    "azureApiVersion",
    "__createBeforeDelete",
  ];
  for (const [input, value] of Object.entries(deployed(name).inputs)) {
    if (never.includes(input)) continue;
    expect({ [input]: imported?.inputs[input] }).toMatchObject({ [input]: value });
  }
});

test("nothing that Azure keeps to itself is answered", () => {
  const answers = JSON.stringify([...estate.values()].map(({ outputs }) => outputs));
  expect(answers).not.toContain("Correct-Horse-9");
  expect(answers).not.toContain("hidden");
});

test("a destroy in the reverse order of the plan leaves nothing but the deleted vault's name", async () => {
  const own = await Engine.start();
  const made = await deploy(own);
  for (const { name, token } of [...plan].reverse()) {
    await own.delete(token, name, made.get(name) ?? deployed(name));
  }
  for (const { name, token } of plan) {
    expect(await own.read(token, name, deployed(name).id, made.get(name))).toBeUndefined();
  }
  await own.stop();
});
