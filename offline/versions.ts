/** Everything that is pinned to a version, in one place. The Go modules stand in cli/go/go.mod and must agree. */

/** The Pulumi CLI that is downloaded or built where none is installed. */
export const PULUMI_CLI_VERSION = "3.250.0";

/** The oldest `pulumi` on PATH that is used; the policy protocol of older ones differs. */
export const OLDEST_PULUMI_CLI_VERSION = "3.249.0";

/** The oldest Go that can build the CLI: what Pulumi's own modules ask for. */
export const OLDEST_GO_VERSION = "1.25.11";

/** The oldest Go that fetches a newer Go by itself when a module asks for one. */
export const OLDEST_GO_THAT_UPGRADES_ITSELF = "1.21.0";
