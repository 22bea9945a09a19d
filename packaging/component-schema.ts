import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ComponentProvider, getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider";
import * as components from "../components";

/**
 * The schema that Pulumi's analyzer infers from the sources of all components, as `componentProviderHost` would serve it.
 *
 * @param root The folder of the repository.
 * @throws Error for a component whose arguments other languages cannot express
 */
export async function inferSchema(root: string): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), "rdp904-schema-"));
  try {
    const { version, description } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      version: string;
      description: string;
    };
    const entry = join(root, "components", "index");
    // Of the sources only these, because the analyzer compiles whatever a tsconfig names.
    const tsconfig = { extends: join(root, "tsconfig.json"), files: [`${entry}.ts`], include: [] };
    writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(tsconfig));
    writeFileSync(join(scratch, "package.json"), JSON.stringify({ version, description, main: `${entry}.js` }));
    const all = getPulumiComponents(components);
    const provider = new ComponentProvider({ name: "rdp904", dirname: scratch, components: all });
    const schema = JSON.parse(await provider.getSchema()) as Schema;
    return `${JSON.stringify({ ...schema, types: ordered(schema.types) }, undefined, 2)}\n`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Schema {
  readonly types: Readonly<Record<string, { readonly enum?: readonly { readonly value: string }[] }>>;
}

// The compiler numbers types, and the texts of a choice, in the order in which it meets them, which is by chance.
function ordered(types: Schema["types"]): Schema["types"] {
  const byName = Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    byName.map(([name, { enum: choice, ...type }]) => [
      name,
      choice === undefined ? type : { ...type, enum: [...choice].sort((a, b) => (a.value < b.value ? -1 : 1)) },
    ]),
  );
}
