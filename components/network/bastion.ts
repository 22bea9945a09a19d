import type { network } from "@pulumi/azure-native";
import { bastionFlows } from "../../policies/model/network/bastion-flows";
import { ArgumentError, checkOneOf, checkRecord, checkTruth, checkWhole, shown } from "../argument-check";
import type { AddressPlan } from "./address-plan";
import { RdpBastionSku, type RdpBastionArgs } from "./bastion-args";
import type { Door } from "./host-rules";
import { peopleFrom } from "./people";
import { listOr, placed, type SecurityRule, type UnplacedRule } from "./rule-order";

/** Inputs of the Bastion and of what it needs, less the ids by which they refer to each other. */
export interface BastionPlan {
  readonly securityGroup: network.NetworkSecurityGroupArgs;
  readonly subnet: Omit<network.SubnetArgs, "virtualNetworkName">;
  readonly address: network.PublicIPAddressArgs;
  readonly host: Omit<network.BastionHostArgs, "ipConfigurations">;
  readonly door: Door;
}

type Base = Pick<network.BastionHostArgs, "resourceGroupName" | "location" | "tags">;

const keys: readonly (keyof RdpBastionArgs)[] = [
  "from",
  "sku",
  "instanceCount",
  "admitsNativeClient",
  "subnetAddressPrefix",
];

/** @throws ArgumentError with the argument's path and what is allowed */
export function planBastion(
  path: string,
  value: unknown,
  base: Base,
  addresses: AddressPlan,
  port: number,
): BastionPlan {
  const args = checkRecord(path, value, keys, `{${keys.join(", ")}}`);
  const sku = checkOneOf(`${path}.sku`, args.sku ?? RdpBastionSku.Basic, Object.values(RdpBastionSku));
  const scaleUnits = checkWhole(`${path}.instanceCount`, args.instanceCount ?? 2, {
    min: 2,
    max: 50,
    unit: "instances",
  });
  const enableTunneling = checkTruth(`${path}.admitsNativeClient`, args.admitsNativeClient ?? false);
  const needsMore = [
    port !== 3389 && `port ${port} (RDP904-005)`,
    scaleUnits > 2 && `${scaleUnits} instances`,
    enableTunneling && "the native client",
  ].find((reason) => reason !== false);
  if (sku === RdpBastionSku.Basic && needsMore !== undefined) {
    throw new ArgumentError(`${path}.sku`, shown(sku), `"Standard" or "Premium" for ${needsMore}`);
  }
  const people = peopleFrom(`${path}.from`, args.from ?? ["Internet"]);
  const subnetPath = `${path}.subnetAddressPrefix`;
  const range = addresses.take(subnetPath, args.subnetAddressPrefix ?? "10.90.1.0/26", 26).text;
  return {
    securityGroup: { ...base, securityRules: bastionRules(people, port) },
    subnet: {
      resourceGroupName: base.resourceGroupName,
      // Azure takes a subnet of this name and no other.
      subnetName: "AzureBastionSubnet",
      addressPrefix: range,
    },
    address: { ...base, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" },
    host: { ...base, sku: { name: sku }, scaleUnits, enableTunneling },
    door: { name: "bastion", title: "the Bastion", source: { sourceAddressPrefix: range }, transports: ["Tcp"] },
  };
}

const tags: Readonly<Record<string, string>> = {
  azurecloud: "AzureCloud",
  azureloadbalancer: "AzureLoadBalancer",
  gatewaymanager: "GatewayManager",
  internet: "Internet",
  virtualnetwork: "VirtualNetwork",
};

/** The flows of the service, each by a rule of its own: ARM refuses a group that lacks one. */
function bastionRules(people: Partial<SecurityRule>, port: number): SecurityRule[] {
  const rules = bastionFlows.map((flow): UnplacedRule => {
    const inbound = flow.direction === "inbound";
    const toHosts = !inbound && flow.ports.includes(3389);
    const ports = toHosts && !flow.ports.includes(port) ? [...flow.ports, port] : flow.ports;
    const far = tags[flow.far]!;
    const near = flow.far === "virtualnetwork" && !toHosts ? "VirtualNetwork" : "*";
    const source = flow.far === "internet" && inbound ? people : { sourceAddressPrefix: inbound ? far : near };
    return {
      name: `allow-${flow.direction}-${far}-${ports.join("-")}`,
      description: `Azure Bastion needs ${ports.join(" and ")} ${flow.way}, for ${flow.purpose}.`,
      direction: inbound ? "Inbound" : "Outbound",
      access: "Allow",
      protocol: ports.includes(443) ? "Tcp" : "*",
      ...source,
      sourcePortRange: "*",
      destinationAddressPrefix: inbound ? near : far,
      ...listOr("destinationPortRange", "destinationPortRanges", ports.map(String)),
    };
  });
  return (["Inbound", "Outbound"] as const).flatMap((direction) =>
    placed(
      "bastion",
      rules.filter((rule) => rule.direction === direction),
    ),
  );
}
