import * as pulumi from "@pulumi/pulumi";
import { PolicyPack } from "@pulumi/policy";
import { readNamedFile } from "./pack/known-file";
import { occasionOf } from "./pack/occasion";
import { packPolicies } from "./pack/policies";

// The only file that constructs a pack: the constructor starts a server.
new PolicyPack("rdp904", {
  policies: packPolicies({
    stackConfiguration: pulumi.runtime.allConfig(),
    occasion: occasionOf(process.env),
    readFile: readNamedFile,
    today: new Date().toISOString().slice(0, 10),
  }),
});
