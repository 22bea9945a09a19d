import * as os from "node:os";
import * as path from "node:path";

/**
 * Keeps all that Go writes inside one folder, unless the environment already says where; proxies, checksums and
 * further flags stay as the user has them.
 */
export function goEnvironment(folder: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    // A CLI without cgo needs no C compiler, as Pulumi's own releases do not.
    CGO_ENABLED: "0",
    ...env,
    GOMODCACHE: env["GOMODCACHE"] ?? path.join(folder, "modules"),
    GOCACHE: env["GOCACHE"] ?? path.join(folder, "build"),
    GOWORK: "off",
    ...(process.platform === "linux" ? settingsButNoTelemetry(folder, env) : {}),
  };
}

/** Go writes its own counters into the user's configuration folder, where it also reads its settings. */
function settingsButNoTelemetry(folder: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const configFolder = env["XDG_CONFIG_HOME"] ?? path.join(env["HOME"] ?? os.homedir(), ".config");
  return { XDG_CONFIG_HOME: path.join(folder, "config"), GOENV: env["GOENV"] ?? path.join(configFolder, "go", "env") };
}
