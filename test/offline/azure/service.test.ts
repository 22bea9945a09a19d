import * as net from "node:net";

import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginAttach, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";

import { startOfflineAzure } from "../../../offline/azure/server";
import { Engine, call, resourceGroup, toStruct } from "./engine";

let engine: Engine;

beforeEach(async () => {
  engine = await Engine.start();
});

afterEach(async () => {
  await engine.stop();
});

test("the engine may attach to it, and its version is never too low for an SDK", async () => {
  await call<Empty>((done) => engine.raw().attach(new PluginAttach().setAddress("127.0.0.1:1"), done));
  const info = await call<PluginInfo>((done) => engine.raw().getPluginInfo(new Empty(), done));
  expect(Number(info.getVersion().split(".")[0])).toBeGreaterThan(100);
});

test("configuring promises previews and keeps secrets", async () => {
  const response = await engine.configure({ "azure-native:config:location": "westeurope" });
  expect(response.toObject()).toMatchObject({ supportspreview: true, acceptsecrets: true, acceptoutputs: false });
});

test("both client configurations name the same invented principal", async () => {
  const native = await engine.invoke("azure-native:authorization:getClientConfig");
  const classic = await engine.invoke("azure:core/getClientConfig:getClientConfig");
  expect(native).toMatchObject({ tenantId: expect.stringMatching(/^00000000-/) as string });
  expect(classic).toMatchObject(native);
});

test("an unknown function is refused by its name", async () => {
  for (const token of [
    "azure-native:network:listUsages",
    "azure-native:network:getNothing",
    "azure:core/getUser:getUser",
  ]) {
    await expect(engine.invoke(token)).rejects.toThrow(`no function ${token}`);
  }
});

test("a resource is looked up by its name, as it is in the state, and one that is not there is not found", async () => {
  await resourceGroup(engine);
  const group = { resourceGroupName: "rg" };
  const made = await engine.create("azure-native:network:RouteTable", "routes", { ...group, routeTableName: "routes" });
  for (const token of ["azure-native:network:getRouteTable", "azure-native:network/v20240501:getRouteTable"]) {
    expect(await engine.invoke(token, { ...group, routeTableName: "routes" })).toMatchObject({ id: made.id });
  }
  await expect(
    engine.invoke("azure-native:network:getRouteTable", { ...group, routeTableName: "none" }),
  ).rejects.toThrow("The Resource 'Microsoft.Network/routeTables/none' under resource group 'rg' was not found.");
});

test("methods and components are refused by their names", async () => {
  const method = new pb.CallRequest().setTok("azure-native:x:y/z").setArgs(toStruct({}));
  await expect(call<pb.CallResponse>((done) => engine.raw().call(method, done))).rejects.toThrow("azure-native:x:y/z");
  const component = new pb.ConstructRequest().setType("azure-native:x:Y");
  await expect(call<pb.ConstructResponse>((done) => engine.raw().construct(component, done))).rejects.toThrow(
    "azure-native:x:Y",
  );
});

test("two providers with different subscriptions and locations do not mix on one server", async () => {
  const second = engine.another();
  await engine.configure({ "azure-native:config:subscriptionId": "11111111-0000-0000-0000-000000000000" });
  await second.configure({ "azure-native:config:location": "northeurope" });
  const group = "azure-native:resources:ResourceGroup";
  expect((await resourceGroup(engine)).id).toBe(
    "/subscriptions/11111111-0000-0000-0000-000000000000/resourceGroups/rg",
  );
  expect((await second.check(group, "rg", {})).inputs).toMatchObject({ location: "northeurope" });
  expect((await engine.check(group, "other", {})).inputs).not.toHaveProperty("location");
  second.disconnect();
});

test("a token that is no type is refused without a crash", async () => {
  await expect(engine.check("nonsense", "a", {})).rejects.toThrow("nonsense");
  await expect(engine.invoke("azure-native:authorization:getClientConfig")).resolves.toBeDefined();
});

test("a server that cannot have its port says so in one sentence", async () => {
  const taken = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const { port } = taken.address() as net.AddressInfo;
  await expect(startOfflineAzure({ stateFolder: engine.folder, port })).rejects.toThrow(
    `The offline Azure cannot listen on 127.0.0.1:${port}`,
  );
  taken.close();
});
