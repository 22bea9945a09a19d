import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guestPackages } from "../../../policies/model/guest-packages";
import { runTypeScript } from "./run-typescript";

const command = "components/guest-package/write.ts";

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "rdp904-guest-package-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

test("the package is written into a folder that is made for it, and its hash is said", () => {
  const folder = join(scratch, "not", "there", "yet");
  const { status, stdout } = runTypeScript(command, [folder]);
  const { contentHash } = guestPackages.at(-1)!;
  expect(status).toBe(0);
  expect(stdout).toBe(`${join(folder, "Rdp904.zip")}\nSHA-256 ${contentHash}\n`);
  const written = readFileSync(join(folder, "Rdp904.zip"));
  expect(createHash("sha256").update(written).digest("hex").toUpperCase()).toBe(contentHash);
});

test.each([[[]], [["one", "two"]]])("other than one folder is refused: %j", (args) => {
  const { status, stderr } = runTypeScript(command, args);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: "One argument is needed: the folder that the guest package is written to.\n",
  });
});

test("a folder that cannot be made ends with one line", () => {
  const file = join(scratch, "file");
  writeFileSync(file, "");
  const { status, stderr } = runTypeScript(command, [join(file, "folder")]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The guest package was not written: [^\n]+\n$/);
});
