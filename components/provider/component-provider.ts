import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as components from "..";
import { packageFolder } from "../package-folder";

/** What a provider reads of its own schema. */
interface Schema {
  readonly version: string;
  readonly resources: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>>;
}

type Component = new (name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) => pulumi.Resource;

/**
 * Constructs the components for programs in any language of Pulumi. It serves the schema that lies beside it instead of
 * inferring one, which takes a compiler, the sources and some ten seconds at every start.
 */
export class ComponentProvider implements pulumi.provider.Provider {
  readonly schema = readFileSync(join(packageFolder(__dirname), "components/provider/schema.json"), "utf8");
  private readonly parsed = JSON.parse(this.schema) as Schema;
  readonly version = this.parsed.version;

  /** @throws Error for a type that the schema does not know */
  construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<pulumi.provider.ConstructResult> {
    const definition = this.parsed.resources[type];
    const component = (components as unknown as Record<string, Component | undefined>)[type.split(":")[2] ?? ""];
    if (!definition || !component)
      throw new Error(`${type} is none of ${Object.keys(this.parsed.resources).join(", ")}`);
    const made = new component(name, inputs, options);
    const outputs = Object.keys(definition.properties);
    const state = Object.fromEntries(
      outputs.map((output) => [output, (made as unknown as Record<string, unknown>)[output]]),
    );
    return Promise.resolve({ urn: made.urn, state });
  }
}
