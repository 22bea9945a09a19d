import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localPackagesOf } from "../../../offline/cli/local-packages";

let program: string;
beforeEach(() => {
  program = mkdtempSync(join(tmpdir(), "rdp904-program-"));
});
afterEach(() => rmSync(program, { recursive: true, force: true }));

test("a local package is found wherever the program's own files name it, once", () => {
  mkdirSync(join(program, "sdks", "network"), { recursive: true });
  writeFileSync(join(program, "index.ts"), 'new CustomResource("azure-native_network_v20230901:network:Subnet", "a");');
  writeFileSync(
    join(program, "sdks", "network", "package.json"),
    '{"pulumi": {"name": "azure-native_network_v20230901"}}',
  );
  writeFileSync(join(program, "Pulumi.yaml"), "packages: {old: azure-native_keyvault_v20200401preview}");
  expect(localPackagesOf(program)).toEqual([
    "azure-native_keyvault_v20200401preview",
    "azure-native_network_v20230901",
  ]);
});

test("what dependencies name is not the program's", () => {
  mkdirSync(join(program, "node_modules", "other"), { recursive: true });
  writeFileSync(join(program, "node_modules", "other", "index.js"), '"azure-native_network_v20230901"');
  expect(localPackagesOf(program)).toEqual([]);
});

test("a folder that is not there names none", () => {
  expect(localPackagesOf(join(program, "missing"))).toEqual([]);
});
