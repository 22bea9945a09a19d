import { runProcess } from "./process";
import { findVersion } from "./version";

const VERSION_TIMEOUT_MS = 30_000;

/** The version that a `pulumi` reports, or why it reports none. */
export type ReportedVersion = { readonly version: string } | { readonly problem: string };

/** Asks a `pulumi` for its version, which also shows that the file is whole and runs here. */
export async function askPulumiVersion(command: string, env: NodeJS.ProcessEnv): Promise<ReportedVersion> {
  const result = await runProcess(command, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMs: VERSION_TIMEOUT_MS,
  });
  if (result.exitCode !== 0) {
    return {
      problem: `\`${command} version\` fails: ${result.failure ?? (result.stderr.trim() || `exit code ${result.exitCode}`)}`,
    };
  }
  const version = findVersion(result.stdout);
  return version === undefined ? { problem: `\`${command} version\` prints no version` } : { version };
}
