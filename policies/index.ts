import * as pulumi from "@pulumi/pulumi";
import { PolicyPack } from "@pulumi/policy";
import { packPolicies, profileLevels } from "./pack/policies";

// The only file that constructs a pack: the constructor starts a server.
const stackConfiguration = pulumi.runtime.allConfig();
new PolicyPack(
  "rdp904",
  { policies: packPolicies(stackConfiguration, pulumi.runtime.isDryRun) },
  profileLevels(stackConfiguration),
);
