import { Engine, resourceGroup } from "./engine";
import { group } from "./network-parts";

let engine: Engine;

beforeEach(async () => {
  engine = await Engine.start();
  await resourceGroup(engine);
});

afterEach(async () => {
  await engine.stop();
});

test("a part of a load balancer may name another below $self", async () => {
  const { id, outputs } = await engine.create("azure-native:network:LoadBalancer", "lb", {
    ...group,
    loadBalancerName: "lb",
    frontendIPConfigurations: [{ name: "front" }],
    loadBalancingRules: [
      {
        name: "rdp",
        protocol: "Tcp",
        frontendPort: 3389,
        backendPort: 3389,
        frontendIPConfiguration: { id: "$self/frontendIPConfigurations/front" },
      },
    ],
  });
  expect(outputs["loadBalancingRules"]).toMatchObject([
    { frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/front` } },
  ]);
});
