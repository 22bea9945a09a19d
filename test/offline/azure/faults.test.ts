import { Engine, resourceGroup } from "./engine";

const disk = "azure-native:compute:Disk";
const inputs = { resourceGroupName: "rg", diskName: "data", creationData: { createOption: "Empty" } };

async function withFault(
  kind: "create-fails" | "create-hangs" | "create-late",
  run: (engine: Engine) => Promise<void>,
): Promise<void> {
  const fault = { type: "compute:Disk", name: "da*", kind, code: "SkuNotAvailable", delayMs: 20 };
  const engine = await Engine.start({ faults: [fault] });
  try {
    await resourceGroup(engine);
    await run(engine);
  } finally {
    await engine.stop();
  }
}

test("a create that shall fail fails with the code it was given, and leaves nothing", async () => {
  await withFault("create-fails", async (engine) => {
    await expect(engine.create(disk, "data", inputs)).rejects.toThrow('Code="SkuNotAvailable"');
    await expect(engine.create(disk, "other", inputs)).resolves.toBeDefined();
  });
});

test("a create that hangs ends when the engine cancels, and the next run is not affected", async () => {
  await withFault("create-hangs", async (engine) => {
    const hanging = expect(engine.create(disk, "data", inputs)).rejects.toThrow("operation cancelled");
    await engine.check(disk, "data", inputs);
    await engine.cancel();
    await hanging;
    await expect(engine.create(disk, "other", inputs)).resolves.toBeDefined();
  });
});

test("a create that hangs ends with the timeout of the resource", async () => {
  await withFault("create-hangs", async (engine) => {
    await expect(engine.create(disk, "data", inputs, 0.01)).rejects.toThrow("operation timed out");
  });
});

test("a create that hangs does not keep the server from stopping", async () => {
  await withFault("create-hangs", async (engine) => {
    const hanging = expect(engine.create(disk, "data", inputs)).rejects.toThrow();
    await engine.check(disk, "data", inputs);
    await engine.stop();
    await hanging;
  });
});

test("a create that returns late succeeds", async () => {
  await withFault("create-late", async (engine) => {
    await expect(engine.create(disk, "data", inputs)).resolves.toMatchObject({ outputs: { name: "data" } });
  });
});
