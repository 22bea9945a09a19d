import * as pulumi from "@pulumi/pulumi";
import { PolicyPack } from "@pulumi/policy";
import { readNamedFile } from "./pack/known-file";
import { packPolicies } from "./pack/policies";

// The only file that constructs a pack: the constructor starts a server.
new PolicyPack("rdp904", {
  policies: packPolicies({
    stackConfiguration: pulumi.runtime.allConfig(),
    // Pulumi runs no program for an analysis, and names no project.
    occasion: () => (pulumi.runtime.isDryRun() ? "preview" : pulumi.runtime.getProject() ? "update" : "analysis"),
    readFile: readNamedFile,
    today: new Date().toISOString().slice(0, 10),
  }),
});
