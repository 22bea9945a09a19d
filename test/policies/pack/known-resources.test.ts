import { packPolicies } from "../../../policies/pack/policies";
import { analyze, ref, type Declared } from "../../../policies/testing";

const resources =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network/providers/Microsoft.Network";
const subnetId = `${resources}/virtualNetworks/hub/subnets/hosts`;
const groupId = `${resources}/networkSecurityGroups/hosts-nsg`;

const host: readonly Declared[] = [
  {
    type: "azure-native:network:NetworkInterface",
    name: "nic",
    inputs: { resourceGroupName: "rg", ipConfigurations: [{ name: "primary", subnet: { id: subnetId } }] },
  },
  {
    type: "azure-native:compute:VirtualMachine",
    name: "vm",
    inputs: {
      resourceGroupName: "rg",
      tags: { rdp904: "host" },
      networkProfile: { networkInterfaces: [{ id: ref("nic") }] },
      storageProfile: { imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer" } },
    },
  },
];

const deny = {
  ...{ priority: 200, direction: "Inbound", access: "Deny", protocol: "*" },
  ...{ sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "3389" },
};
const allow = { ...deny, access: "Allow" };

/** A network as the REST API gives it: everything under "properties". */
function armNetwork(rule: object): unknown[] {
  return [
    {
      ...{ id: groupId, name: "hosts-nsg", type: "Microsoft.Network/networkSecurityGroups" },
      properties: { securityRules: [{ name: "rdp", properties: rule }] },
    },
    {
      ...{ id: `${resources}/virtualNetworks/hub`, name: "hub", type: "Microsoft.Network/virtualNetworks" },
      properties: {
        addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
        subnets: [
          { name: "hosts", properties: { addressPrefix: "10.1.1.0/24", networkSecurityGroup: { id: groupId } } },
        ],
      },
    },
  ];
}

/** The same as a template writes it: no ids, and children of their own. */
function template(rule: object): unknown {
  return {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    resources: [
      {
        ...{ name: "hosts-nsg", type: "Microsoft.Network/networkSecurityGroups", apiVersion: "2023-11-01" },
        resources: [{ name: "rdp", type: "securityRules", properties: rule }],
      },
      {
        ...{ name: "hub", type: "Microsoft.Network/virtualNetworks", apiVersion: "2023-11-01" },
        properties: { addressSpace: { addressPrefixes: ["10.1.0.0/16"] } },
      },
      {
        ...{ name: "hub/hosts", type: "Microsoft.Network/virtualNetworks/subnets", apiVersion: "2023-11-01" },
        properties: { addressPrefix: "10.1.1.0/24", networkSecurityGroup: { id: groupId } },
      },
    ],
  };
}

/** What rule 001 and the settings say, one line each: "vm: fact". */
async function said(files: Record<string, string>, known: readonly string[] = Object.keys(files)): Promise<string[]> {
  const policies = packPolicies({
    stackConfiguration: {
      "rdp904:clients": JSON.stringify([{ from: ["192.168.7.0/24"], to: "*" }]),
      "rdp904:knownResources": JSON.stringify(known),
    },
    occasion: "preview",
    today: "2026-11-21",
    readFile: (path) => {
      if (files[path] === undefined) throw new Error("no such file");
      return { text: files[path], day: "2026-11-11" };
    },
  });
  const { registered, stack } = await analyze(policies, host);
  return [...registered, ...stack]
    .filter(({ policyName }) => ["rdp904-settings", "rdp-not-admitted"].includes(policyName))
    .map(({ urn, message }) => `${urn.split("::").at(-1)}: ${message.replace(/^The settings.*\n/, "").split("\n")[0]}`);
}

const blocked = [
  "nic: RDP904-001 rdp (priority 200) of hosts-nsg keeps 192.168.7.0/24 of clients[0] from TCP 3389 of vm (known from network.json, 10 days old)",
];

test("without the other stack's resources nothing can be said", async () => {
  expect(await said({})).toEqual([expect.stringMatching(/^nic: RDP904-001 undecided: .*is not part of this stack$/)]);
});

test.each([
  ["a list of ARM resources", armNetwork],
  ["a list under value", (rule: object) => ({ value: armNetwork(rule) })],
  ["an ARM template", template],
])("%s decides for a host in that network, and the finding lies on what leads there", async (_, network) => {
  expect(await said({ "network.json": JSON.stringify(network(deny)) })).toEqual(blocked);
  expect(await said({ "network.json": JSON.stringify(network(allow)) })).toEqual([]);
});

test("an export tells its own time, its secrets stay unknown, and what waits for deletion is not there", async () => {
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
  const state = (access: unknown, more: object = {}): string => {
    const [group, network] = armNetwork(deny) as [{ id: string }, { id: string }];
    const of = (type: string, id: string, inputs: object): object => ({
      ...{ urn: `urn:pulumi:prod::network::azure-native:network:${type}::${id.split("/").at(-1)}` },
      ...{ type: `azure-native:network:${type}`, id, inputs, outputs: {} },
    });
    const subnets = [{ name: "hosts", addressPrefix: "10.1.1.0/24", networkSecurityGroup: { id: groupId } }];
    const rules = [{ ...deny, name: "rdp", access }];
    return JSON.stringify({
      deployment: {
        manifest: { time: "2026-11-20T23:00:00Z" },
        resources: [
          {
            ...of("NetworkSecurityGroup", group.id, { networkSecurityGroupName: "hosts-nsg", securityRules: rules }),
            ...more,
          },
          of("VirtualNetwork", network.id, { virtualNetworkName: "hub", subnets }),
        ],
      },
    });
  };
  expect(await said({ "network.json": state("Deny") })).toEqual([blocked[0]!.replace("10 days", "1 day")]);
  expect(await said({ "network.json": state(secret) })).toEqual([expect.stringMatching(/^nic: RDP904-001 undecided/)]);
  expect(await said({ "network.json": state("Deny", { delete: true }) })).toEqual([
    expect.stringMatching(/^nic: RDP904-001 undecided: .*hosts-nsg is not part of this stack/),
  ]);
});

test.each([
  ["is not there", undefined, "no such file"],
  ["is no JSON", "network: hub", "it is not JSON"],
  ["holds something else", '{"name":"hub"}', "it holds neither a deployment with resources nor ARM resources"],
])("a file that %s stops the run with one message that says so and what is allowed", async (_, text, why) => {
  const lines = await said(text === undefined ? {} : { "network.json": text }, ["network.json"]);
  expect(lines).toEqual([
    expect.stringContaining(`knownResources[0] names network.json, which cannot be used: ${why}`),
  ]);
  expect(lines[0]).toContain("allowed: a file that `pulumi stack export` wrote, or ARM JSON");
});
