import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { packageManifest, type Manifest } from "./package-manifest";

// Usage: node dist/packaging/main.js prepack|postpack, in the folder of package.json. npm calls both around `npm pack`.
const manifest = "package.json";
const ofTheRepository = "package.repository.json";

function read(file: string): Manifest {
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

switch (process.argv[2]) {
  case "prepack": {
    const packed = packageManifest(read(manifest), read("policies/package.json"));
    renameSync(manifest, ofTheRepository);
    writeFileSync(manifest, `${JSON.stringify(packed, undefined, 2)}\n`);
    break;
  }
  case "postpack":
    renameSync(ofTheRepository, manifest);
    break;
  default:
    process.stderr.write("One argument is needed: prepack or postpack.\n");
    process.exitCode = 2;
}
