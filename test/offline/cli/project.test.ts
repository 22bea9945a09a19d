import * as fs from "node:fs";
import * as path from "node:path";
import { findProject, shortStackName, stackConfigFile } from "../../../offline/cli/project";
import { removeTemporaryFolders, temporaryFolder } from "./temporary";

afterEach(removeTemporaryFolders);

function projectFolder(text: string, name = "Pulumi.yaml"): string {
  const folder = temporaryFolder();
  fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

it("a project is found from a folder deep inside it", () => {
  const folder = projectFolder("name: deep\nruntime: nodejs\n");
  const inside = path.join(folder, "a", "b");
  fs.mkdirSync(inside, { recursive: true });
  expect(findProject(inside)).toEqual({
    file: path.join(folder, "Pulumi.yaml"),
    name: "deep",
    configFolder: folder,
  });
});

it("a stack's configuration lies where the project says, with the ending of the project file", () => {
  const yaml = findProject(projectFolder("name: a\nstackConfigDir: config\n"))!;
  expect(stackConfigFile(yaml, "organization/a/dev")).toBe(
    path.join(path.dirname(yaml.file), "config", "Pulumi.dev.yaml"),
  );
  const json = findProject(projectFolder('{"name": "a"}', "Pulumi.json"))!;
  expect(stackConfigFile(json, "dev")).toBe(path.join(path.dirname(json.file), "Pulumi.dev.json"));
});

it.each(["", "name: [", "- list", "name: 7", "plain text", '{"name": '])("%j has no name, and is no crash", (text) => {
  expect(findProject(projectFolder(text))?.name).toBeUndefined();
});

it("a folder outside of every project has none", () => {
  expect(findProject(temporaryFolder())).toBeUndefined();
});

it("the organization and project before a stack's name are not part of it", () => {
  expect(shortStackName("organization/project/dev")).toBe("dev");
  expect(shortStackName("dev")).toBe("dev");
});
