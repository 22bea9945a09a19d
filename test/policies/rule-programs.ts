import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { armNaming } from "../../policies/estate/arm-id";
import { resourceType } from "../../policies/estate/resource-type";
import { rules } from "../../policies/rules/catalog";
import { ref, type Declared } from "../../policies/testing";

/** The broken or the healthy program of a rule, as the resources that it registers. */
export interface RuleProgram {
  readonly title: string;
  readonly resources: readonly Declared[];
}

/** Runs the programs of all rules without an engine; what they take from each other becomes a reference. */
export async function rulePrograms(kind: "broken" | "healthy"): Promise<readonly RuleProgram[]> {
  const registered: { type: string; name: string; inputs: Record<string, unknown> }[] = [];
  pulumi.runtime.setAllConfig({ "project:adminPassword": "Aa1-only-for-this-test" });
  await pulumi.runtime.setMocks({
    newResource({ type, name, inputs }) {
      registered.push({ type, name, inputs: inputs as Record<string, unknown> });
      return { id: idOf(type, name), state: { ...(inputs as object), name: azureName(name) } };
    },
    call: () => ({ clientId: "c", objectId: "o", subscriptionId: "s", tenantId: "t" }),
  });
  for (const { name } of rules) jest.requireActual(programOf(name, kind));
  await pulumi.runtime.disconnect();
  const known = new Map(
    registered.flatMap(({ type, name }) => [
      [idOf(type, name), ref(name)],
      [azureName(name), ref(name, "name")],
    ]),
  );
  return rules.map((rule) => ({
    title: `${kind} ${rule.name}`,
    resources: registered
      .filter(({ name }) => name.startsWith(rule.name))
      .map(({ type, name, inputs }) => ({
        type,
        name,
        inputs: withReferences(inputs, known) as Record<string, unknown>,
        outputs: { id: idOf(type, name), name: azureName(name) },
      })),
  }));
}

function programOf(rule: string, kind: string): string {
  return join(__dirname, "..", "fixtures", "rules", rule, `${kind}.ts`);
}

function azureName(name: string): string {
  return `${name}-in-azure`;
}

function idOf(type: string, name: string): string {
  const armType = armNaming[resourceType(type)]?.armType ?? "Microsoft.Other/others";
  return `/subscriptions/s/resourceGroups/g/providers/${armType}/${name}`;
}

function withReferences(value: unknown, known: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === "string") return known.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => withReferences(item, known));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withReferences(item, known)]));
}
