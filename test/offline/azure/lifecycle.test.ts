import * as fs from "node:fs";
import * as path from "node:path";

import * as pb from "@pulumi/pulumi/proto/provider_pb";

import { Engine, filesOf, resourceGroup, secret } from "./engine";

const disk = "azure-native:compute:Disk";
const inputs = { resourceGroupName: "rg", diskName: "data", creationData: { createOption: "Empty" }, diskSizeGB: 32 };
const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
let engine: Engine;

beforeEach(async () => {
  engine = await Engine.start();
});

afterEach(async () => {
  await engine.stop();
});

test("a created resource has an ARM id and answers its name, type and location", async () => {
  await resourceGroup(engine);
  const { id, outputs } = await engine.create(disk, "data", inputs);
  expect(id).toMatch(/^\/subscriptions\/[^/]+\/resourceGroups\/rg\/providers\/Microsoft.Compute\/disks\/data$/);
  expect(outputs).toMatchObject({ id, name: "data", type: "Microsoft.Compute/disks", location: "westeurope" });
  expect(outputs).not.toHaveProperty("diskName");
});

test("an extension resource lies below what it extends", async () => {
  const scope = (await resourceGroup(engine)).id;
  const { id } = await engine.create("azure-native:authorization:ManagementLockByScope", "lock", {
    scope,
    lockName: "keep",
    level: "CanNotDelete",
  });
  expect(id).toBe(`${scope}/providers/Microsoft.Authorization/locks/keep`);
});

test("nothing is created in a group that does not exist", async () => {
  await expect(engine.create(disk, "data", { ...inputs, location: "westeurope" })).rejects.toThrow(
    'Code="ResourceGroupNotFound"',
  );
});

test("azure-native refuses to create what is there already", async () => {
  await resourceGroup(engine);
  await engine.create(disk, "data", inputs);
  await expect(engine.create(disk, "data", inputs)).rejects.toThrow("cannot create already existing resource");
});

test("the same inputs again are no change, also where the location is spelt otherwise", async () => {
  await resourceGroup(engine);
  const old = await engine.create(disk, "data", inputs);
  expect((await engine.diff(disk, "data", old, inputs)).getChanges()).toBe(DIFF_NONE);
  expect((await engine.diff(disk, "data", old, { ...inputs, location: "West Europe" })).getChanges()).toBe(DIFF_NONE);
});

test("a change in place is an update, of the name or location a replacement", async () => {
  await resourceGroup(engine);
  const old = await engine.create(disk, "data", inputs);
  const grown = await engine.diff(disk, "data", old, { ...inputs, diskSizeGB: 64 });
  expect([grown.getChanges(), grown.getReplacesList()]).toEqual([DIFF_SOME, []]);
  const renamed = await engine.diff(disk, "data", old, { ...inputs, diskName: "other", location: "northeurope" });
  expect(renamed.getReplacesList().sort()).toEqual(["diskName", "location"]);
});

test("a resource with a literal name is deleted before its replacement, one with a random name after", async () => {
  await resourceGroup(engine);
  const literal = await engine.create(disk, "data", inputs);
  expect((await engine.diff(disk, "data", literal, { ...inputs, location: "a" })).getDeletebeforereplace()).toBe(true);
  const automatic = { resourceGroupName: "rg", creationData: { createOption: "Empty" } };
  const random = await engine.create(disk, "data", automatic);
  expect((await engine.diff(disk, "data", random, { ...automatic, location: "a" })).getDeletebeforereplace()).toBe(
    false,
  );
});

test("a refresh finds what is there, and finds out what is gone", async () => {
  await resourceGroup(engine);
  const old = await engine.create(disk, "data", inputs);
  expect(await engine.read(disk, "data", old.id, old)).toEqual(old);
  await engine.delete(disk, "data", old);
  expect(await engine.read(disk, "data", old.id, old)).toBeUndefined();
});

test("an import learns the inputs from the id and from what Azure answers", async () => {
  await resourceGroup(engine);
  const old = await engine.create(disk, "data", inputs);
  const imported = await engine.read(disk, "data", old.id);
  expect(imported?.inputs).toEqual({ ...inputs, location: "westeurope" });
});

test("an update changes what a refresh finds", async () => {
  await resourceGroup(engine);
  const old = await engine.create(disk, "data", inputs);
  const now = await engine.update(disk, "data", old, { ...inputs, diskSizeGB: 64 });
  expect(now.outputs).toMatchObject({ diskSizeGB: 64 });
  expect((await engine.read(disk, "data", old.id, now))?.outputs).toMatchObject({ diskSizeGB: 64 });
});

test("what changed outside Pulumi reaches the inputs on a refresh, and defaults of Azure do not", async () => {
  await resourceGroup(engine);
  const old = await engine.create(disk, "data", inputs);
  await engine.update(disk, "data", old, { ...inputs, diskSizeGB: 64 });
  const refreshed = await engine.read(disk, "data", old.id, old);
  expect(refreshed?.inputs).toEqual({ ...old.inputs, diskSizeGB: 64 });
});

test("deleting a group takes everything in it along, and deleting twice is no error", async () => {
  const group = await resourceGroup(engine);
  const old = await engine.create(disk, "data", inputs);
  await engine.delete("azure-native:resources:ResourceGroup", "rg", group);
  expect(await engine.read(disk, "data", old.id, old)).toBeUndefined();
  await engine.delete(disk, "data", old);
});

test("resources outlive the process", async () => {
  await resourceGroup(engine);
  const old = await engine.create(disk, "data", inputs);
  const next = await Engine.start({ folder: engine.folder });
  expect(await next.read(disk, "data", old.id, old)).toEqual(old);
  await expect(next.create(disk, "data", inputs)).rejects.toThrow("cannot create already existing resource");
  await next.stop();
});

test("no secret is written to disk, and a refresh after a restart still shows it as a secret", async () => {
  await resourceGroup(engine);
  const old = await engine.create(disk, "data", { ...inputs, tags: { token: secret("s3cr3t-value") } });
  expect(old.outputs).toMatchObject({ tags: { token: secret("s3cr3t-value") } });
  expect(filesOf(engine)).not.toContain("s3cr3t-value");
  const next = await Engine.start({ folder: engine.folder });
  expect((await next.read(disk, "data", old.id, old))?.outputs).toEqual(old.outputs);
  await next.stop();
});

test.each([
  ["one property", [{ name: "a", addressPrefix: secret("10.1.0.0/24") }]],
  ["the whole list", secret([{ name: "a", addressPrefix: "10.1.0.0/24" }])],
])("children that are listed inline keep their secrets off the disk: %s", async (_, subnets) => {
  await resourceGroup(engine);
  const vnet = "azure-native:network:VirtualNetwork";
  const addressSpace = { addressPrefixes: ["10.1.0.0/16"] };
  const old = await engine.create(vnet, "vnet", { resourceGroupName: "rg", addressSpace, subnets });
  expect(filesOf(engine)).not.toContain("10.1.0.0/24");
  const next = await Engine.start({ folder: engine.folder });
  expect((await next.read(vnet, "vnet", old.id, old))?.outputs).toEqual(old.outputs);
  const now = await next.update(vnet, "vnet", old, { ...old.inputs, tags: { a: "b" } });
  expect(JSON.stringify(now.outputs)).not.toContain("rdp904:hidden");
  await next.stop();
});

test("a damaged state file is named", async () => {
  await resourceGroup(engine);
  const folder = path.join(engine.folder, "azure");
  fs.writeFileSync(path.join(folder, "bad.json"), "{");
  await expect(Engine.start({ folder: engine.folder })).rejects.toThrow(path.join(folder, "bad.json"));
});

test("a type that the SDK does not know is created under its Pulumi name", async () => {
  const { id, outputs } = await engine.create("azure-native:nothing:Thing", "mine", { x: 1 });
  expect(id).toMatch(/\/things\/mine$/);
  expect(outputs).toMatchObject({ id, x: 1 });
});

test("a type that nobody models answers its mandatory properties, the same ones after an update", async () => {
  await resourceGroup(engine);
  const workspace = "azure-native:operationalinsights:Workspace";
  const old = await engine.create(workspace, "logs", { resourceGroupName: "rg" });
  expect(old.outputs).toMatchObject({
    customerId: expect.any(String) as string,
    createdDate: expect.any(String) as string,
  });
  const now = await engine.update(workspace, "logs", old, { resourceGroupName: "rg", tags: { a: "b" } });
  expect(now.outputs).toEqual({ ...old.outputs, tags: { a: "b" }, etag: now.outputs["etag"] });
});
