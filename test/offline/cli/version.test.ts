import * as fs from "node:fs";
import * as path from "node:path";
import { repositoryRoot } from "../../../offline/cli/repository";
import { findVersion, isAtLeast } from "../../../offline/cli/version";
import { OLDEST_GO_VERSION, OLDEST_PULUMI_CLI_VERSION, PULUMI_CLI_VERSION } from "../../../offline/versions";

it.each([
  ["v3.250.0\n", "3.250.0"],
  ["go1.26.8", "1.26.8"],
  ["3.249.0-alpha.1+dirty", "3.249.0"],
  ["no version", undefined],
])("%j holds the version %s", (text, version) => {
  expect(findVersion(text)).toBe(version);
});

it("versions are compared as numbers, not as text", () => {
  expect(isAtLeast("3.249.0", "3.249.0")).toBe(true);
  expect(isAtLeast("3.1000.0", "3.249.0")).toBe(true);
  expect(isAtLeast("3.99.9", "3.249.0")).toBe(false);
  expect(isAtLeast("4.0.0", "3.249.0")).toBe(true);
  expect(isAtLeast("1.26", "1.26.0")).toBe(true);
});

it("the pinned CLI is one that would be accepted on PATH", () => {
  expect(isAtLeast(PULUMI_CLI_VERSION, OLDEST_PULUMI_CLI_VERSION)).toBe(true);
});

it("the Go modules are pinned to the same versions as everything else", () => {
  const goMod = fs.readFileSync(path.join(repositoryRoot(), "offline", "cli", "go", "go.mod"), "utf8");
  const versionsOf = (pattern: RegExp) => [...goMod.matchAll(pattern)].map((match) => match[1]);
  expect(versionsOf(/pulumi\/(?:pkg|sdk)\/v3 v(\S+)/g)).toEqual([PULUMI_CLI_VERSION, PULUMI_CLI_VERSION]);
  expect(versionsOf(/^go (\S+)$/gm)).toEqual([OLDEST_GO_VERSION]);
});
