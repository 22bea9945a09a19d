import * as pulumi from "@pulumi/pulumi";
import { PolicyPack } from "@pulumi/policy";
import { packPolicies } from "./pack/policies";

// The only file that constructs a pack: the constructor starts a server.
new PolicyPack("rdp904", { policies: packPolicies(pulumi.runtime.allConfig(), pulumi.runtime.isDryRun) });
