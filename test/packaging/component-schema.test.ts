import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider";
import * as components from "../../components";
import { inferSchema } from "../../packaging/component-schema";

jest.setTimeout(300_000);

interface Property {
  readonly description?: string;
}
interface Schema {
  readonly resources: Readonly<
    Record<string, Record<"properties" | "inputProperties", Readonly<Record<string, Property>>>>
  >;
  readonly types: Readonly<Record<string, { readonly enum?: readonly { readonly value: string }[] }>>;
}

const root = join(__dirname, "../..");
const committed = readFileSync(join(root, "components/provider/schema.json"), "utf8");
const schema = JSON.parse(committed) as Schema;

test("the schema is what Pulumi's analyzer infers from the components; else: npm run schema", async () => {
  expect(await inferSchema(root)).toBe(committed);
});

test("every component that the package exports is in the schema", () => {
  const names = getPulumiComponents(components).map(({ name }) => `rdp904:index:${name}`);
  expect(Object.keys(schema.resources).sort()).toEqual(names.sort());
});

test("every argument and every output is described in other languages too", () => {
  const all = Object.entries(schema.resources).flatMap(([type, { properties, inputProperties }]) =>
    Object.entries({ ...inputProperties, ...properties }).map(([name, one]) => [`${type}.${name}`, one] as const),
  );
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([]);
});

test("choices reach other languages as enumerations, with their values", () => {
  const values = schema.types["rdp904:index:RdpAccess"]?.enum?.map(({ value }) => value);
  expect(values).toEqual(["bastion", "gateway", "private"]);
});
