import * as path from "node:path";
import { repositoryRoot } from "./repository";

/** The folder in which a command was typed. npm runs scripts in the package's folder and tells it in INIT_CWD. */
export function whereTyped(env: NodeJS.ProcessEnv, cwd: string): string {
  // Other scripts, such as one that runs tests, leave an INIT_CWD of their own to what they start.
  return (env["npm_lifecycle_event"] === "offline" ? env["INIT_CWD"] : undefined) ?? cwd;
}

/** Where the offline Azure keeps its state: RDP904_OFFLINE_HOME, or `.offline` in this repository. */
export function offlineHome(env: NodeJS.ProcessEnv, typedIn: string): string {
  const given = env["RDP904_OFFLINE_HOME"];
  return given ? path.resolve(typedIn, given) : path.join(repositoryRoot(), ".offline");
}
