// Runs everything that must hold and ends with one plain line: N passed, N failed.
// Types, lint and format count as one test each, so that none of them can fail unseen.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "rdp904-test-"));
const report = join(scratch, "jest.json");
const count = { passed: 0, failed: 0, skipped: 0 };

function step(title, script, args = []) {
  const started = Date.now();
  const { status } = spawnSync("npm", ["run", "--silent", script, "--", ...args], { stdio: "inherit" });
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${title} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  return status === 0;
}

for (const [title, script] of [
  ["types", "typecheck"],
  ["lint", "lint"],
  ["format", "format:check"],
]) {
  if (step(title, script)) count.passed += 1;
  else count.failed += 1;
}

const green = step("tests", "test:jest", ["--json", `--outputFile=${report}`]);
try {
  const result = JSON.parse(readFileSync(report, "utf8"));
  count.passed += result.numPassedTests;
  count.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  count.skipped += result.numPendingTests + result.numTodoTests;
  if (!green && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) count.failed += 1;
} catch {
  count.failed += 1;
}
rmSync(scratch, { recursive: true, force: true });

if (count.skipped > 0) {
  console.log(`${count.skipped} skipped: guest code that only runs where PowerShell is installed is unproven here`);
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 && count.passed > 3 ? 0 : 1;
