import { Engine } from "./engine";
import { expectSuccess } from "./outcome";

jest.setTimeout(600_000);

const program = "test/fixtures/guest-package";
const secrets = { "guest-package:adminPassword": "Aa1-only-for-this-test" };

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

test("a stack that brings its guest package for hosts at a port of their own deploys with nothing found, then nothing changes", async () => {
  expectSuccess(await engine.run("preview", program, { secrets }));
  expectSuccess(await engine.run("up", program, { secrets }));
  const again = await engine.run("up", program, { secrets });
  expectSuccess(again);
  expect(Object.keys(again.changes ?? {})).toEqual(["same"]);
  const { stdout } = await engine.pulumi(["stack", "export", "--cwd", program, "--stack", "dev"]);
  const assigned = stateOf(stdout).filter(({ type }) => type.endsWith(":GuestConfigurationAssignment"));
  const configurations = assigned.map(({ inputs }) => inputs.properties?.guestConfiguration);
  expect(configurations).toHaveLength(2);
  for (const configuration of configurations) {
    expect(configuration).toMatchObject({
      contentUri: "https://strdp904guest.blob.core.windows.net/guest-packages-1-2-0/Rdp904.zip",
      configurationParameter: [{ name: "[Rdp904ListenerSettings]RdpListener;PortNumber", value: "3390" }],
    });
  }
  expectSuccess(await engine.run("destroy", program, { secrets }));
});

interface StateResource {
  readonly type: string;
  readonly inputs: { readonly properties?: { readonly guestConfiguration?: unknown } };
}

function stateOf(exported: string): StateResource[] {
  return (JSON.parse(exported) as { deployment: { resources: StateResource[] } }).deployment.resources;
}
