import { createRequire } from "node:module";
import { PulumiCommand } from "@pulumi/pulumi/automation";

// The SDK's own semver: its installer takes an instance of that class.
const { SemVer } = createRequire(require.resolve("@pulumi/pulumi"))("semver") as typeof import("semver");

/** Runs in a process of its own, so that a download that hangs can be ended with everything it started. */
async function main(version: string, root: string): Promise<void> {
  await PulumiCommand.install({ version: new SemVer(version), root });
}

main(process.argv[2] ?? "", process.argv[3] ?? "").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
