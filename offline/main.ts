import * as path from "node:path";
import { repositoryRoot } from "./cli/repository";
import { startOfflineSession } from "./session";

/** `npm run offline -- <any pulumi arguments>`: Pulumi against the offline Azure. Ends with Pulumi's own exit code. */
async function main(args: readonly string[]): Promise<number> {
  // npm runs scripts in the package's folder and says in INIT_CWD where the command was typed.
  const isOwnScript = process.env["npm_lifecycle_event"] === "offline";
  const typedIn = (isOwnScript ? process.env["INIT_CWD"] : undefined) ?? process.cwd();
  const givenHome = process.env["RDP904_OFFLINE_HOME"];
  const home = givenHome ? path.resolve(typedIn, givenHome) : path.join(repositoryRoot(), ".offline");

  const session = await startOfflineSession({ home });
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
