import { Deployed, Engine, Properties, resourceGroup } from "./engine";
import { bastionRules } from "./estate";
import { group, NetworkParts, nsg } from "./network-parts";

let engine: Engine;
let parts: NetworkParts;

beforeEach(async () => {
  engine = await Engine.start();
  parts = new NetworkParts(engine);
  await resourceGroup(engine);
});

afterEach(async () => {
  await engine.stop();
});

describe("the Bastion subnet", () => {
  const allBut = (name: string): Properties[] => bastionRules.filter((each) => each["name"] !== name);

  async function bastionSubnet(rules: readonly Properties[]): Promise<Deployed> {
    const { id } = await parts.withRules(...rules);
    await parts.network();
    return parts.subnetOf("AzureBastionSubnet", "10.1.1.0/26", { networkSecurityGroup: { id } });
  }

  test("takes a group with all eight flows", async () => {
    await expect(bastionSubnet(bastionRules)).resolves.toBeDefined();
  });

  test.each(bastionRules.map((each) => String(each["name"])))("refuses a group without the rule %s", async (name) => {
    await expect(bastionSubnet(allBut(name))).rejects.toThrow("NetworkSecurityGroupNotCompliantForAzureBastionSubnet");
  });

  test("does not let a rule be taken out of its group in an update", async () => {
    const attached = await bastionSubnet(bastionRules);
    const id = (attached.inputs["networkSecurityGroup"] as { id: string }).id;
    const old = await engine.read(nsg, "nsg", id);
    const inputs = { ...group, networkSecurityGroupName: "nsg", securityRules: allBut("probe") };
    await expect(engine.update(nsg, "nsg", old as Deployed, inputs)).rejects.toThrow("NotCompliant");
  });

  test("is the only one that Bastion goes into", async () => {
    await parts.network();
    const { id } = await parts.subnetOf("hosts", "10.1.0.0/24");
    const inputs = { ...group, bastionHostName: "b", ipConfigurations: [{ name: "ip", subnet: { id } }] };
    await expect(engine.create("azure-native:network:BastionHost", "b", inputs)).rejects.toThrow(
      'Code="SubnetNameMustBeAzureBastionSubnet"',
    );
  });
});
