import { existsSync } from "node:fs";
import * as path from "node:path";
import type { PulumiCli } from "./acquire";
import { repositoryRoot } from "./repository";
import { pathWith } from "./search-path";

/** The environment in which a CLI meets an offline Azure on a port, and a backend in a folder. What the user sets stays. */
export function sessionEnvironment(
  cli: PulumiCli,
  pulumiHome: string,
  backendFolder: string,
  port: number,
): NodeJS.ProcessEnv {
  const given = process.env;
  const otherProviders = given["PULUMI_DEBUG_PROVIDERS"];
  const hasPassphrase = "PULUMI_CONFIG_PASSPHRASE" in given || "PULUMI_CONFIG_PASSPHRASE_FILE" in given;
  return {
    ...given,
    PATH: pathWith(cli.searchFolders, given),
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: `file://${backendFolder}`,
    ...(hasPassphrase ? {} : { PULUMI_CONFIG_PASSPHRASE: "" }),
    // A stack's secrets are read with what its state says, not with a new salt beside the program.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Else refresh and destroy fetch the real Azure provider, which the offline one stands in for.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: given["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] ?? "true",
    PULUMI_SUPPRESS_NEO_LINK: "true",
    NODE_OPTIONS: nodeOptions(given["NODE_OPTIONS"]),
    PULUMI_NODEJS_TRANSPILE_ONLY: given["PULUMI_NODEJS_TRANSPILE_ONLY"] ?? "true",
    PULUMI_DEBUG_PROVIDERS: [`azure-native:${port}`, `azure:${port}`, ...(otherProviders ? [otherProviders] : [])].join(
      ",",
    ),
  };
}

function nodeOptions(given: string | undefined): string {
  const preload = path.join(repositoryRoot(), "dist", "offline", "cli", "plain-errors-preload.js");
  // Without a build there is only the source, which Node.js cannot load.
  const own = existsSync(preload) ? `--require ${JSON.stringify(preload)}` : "";
  return `${given ?? ""} ${own}`.trim();
}
