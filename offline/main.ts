import { offlineHome, whereTyped } from "./cli/where-typed";
import { startOfflineSession } from "./session";

/** `npm run offline -- <any pulumi arguments>`: Pulumi against the offline Azure. Ends with Pulumi's own exit code. */
async function main(args: readonly string[]): Promise<number> {
  const typedIn = whereTyped(process.env, process.cwd());
  const session = await startOfflineSession({ home: offlineHome(process.env, typedIn) });
  try {
    const { exitCode } = await session.run(args, { cwd: typedIn, stdio: "inherit" });
    return exitCode;
  } finally {
    await session.stop();
  }
}

main(process.argv.slice(2)).then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
