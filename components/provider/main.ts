import * as pulumi from "@pulumi/pulumi";
import { ComponentProvider } from "./component-provider";

// Pulumi starts this by PulumiPlugin.yaml and reads from standard output where it listens.
void pulumi.provider.main(new ComponentProvider(), process.argv.slice(2));
