import * as fs from "node:fs";
import * as path from "node:path";
import { publishExecutables } from "../../../offline/cli/publish";
import { removeTemporaryFolders, temporaryFolder } from "./temporary";

afterEach(removeTemporaryFolders);

function source(folder: string, name: string, text: string) {
  fs.writeFileSync(path.join(folder, name), text);
  return { source: path.join(folder, name), name };
}

it("a file that is published is a copy that can be executed, and replaces what was there", async () => {
  const [from, to] = [temporaryFolder(), path.join(temporaryFolder(), "new", "bin")];
  await publishExecutables([source(from, "pulumi", "old")], to);
  await publishExecutables([source(from, "pulumi", "new")], to);
  const file = path.join(to, "pulumi");
  expect(fs.readFileSync(file, "utf8")).toBe("new");
  expect(fs.lstatSync(file).isSymbolicLink()).toBe(false);
  expect(fs.statSync(file).mode & 0o111).toBe(0o111);
});

it("nothing appears under its final name when one of the files cannot be copied", async () => {
  const [from, to] = [temporaryFolder(), temporaryFolder()];
  const missing = { source: path.join(from, "missing"), name: "pulumi" };
  await expect(publishExecutables([source(from, "host", "host"), missing], to)).rejects.toThrow("ENOENT");
  expect(fs.readdirSync(to).filter((name) => !name.endsWith(".part"))).toEqual([]);
});

it("what a killed run left half-written is gone after the next run", async () => {
  const [from, to] = [temporaryFolder(), temporaryFolder()];
  fs.writeFileSync(path.join(to, ".pulumi.1.part"), "half");
  await publishExecutables([source(from, "pulumi", "whole")], to);
  expect(fs.readdirSync(to)).toEqual(["pulumi"]);
});
