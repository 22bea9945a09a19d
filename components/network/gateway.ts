import type { network } from "@pulumi/azure-native";
import { checkRecord } from "../argument-check";
import type { AddressPlan } from "./address-plan";
import type { RdpGatewayArgs } from "./gateway-args";
import { inboundRules, type Door } from "./host-rules";
import { peopleFrom } from "./people";
import type { RdpClientArgs } from "./rdp-client";
import { placed, type SecurityRule } from "./rule-order";

/** Inputs of the place of an RD Gateway, less the ids by which they refer to each other. */
export interface GatewayPlan {
  readonly securityGroup: network.NetworkSecurityGroupArgs;
  readonly subnet: Omit<network.SubnetArgs, "virtualNetworkName">;
  readonly door: Door;
}

interface Surroundings {
  readonly base: Pick<network.NetworkSecurityGroupArgs, "resourceGroupName" | "location" | "tags">;
  readonly addresses: AddressPlan;
  readonly clients: { readonly path: string; readonly list: readonly RdpClientArgs[] };
  /** Of the hosts. */
  readonly hosts: string;
  readonly port: number;
}

const keys: readonly (keyof RdpGatewayArgs)[] = ["from", "subnetAddressPrefix"];

/** @throws ArgumentError with the argument's path and what is allowed */
export function planGateway(path: string, value: unknown, around: Surroundings): GatewayPlan {
  const { base, addresses, clients } = around;
  const args = checkRecord(path, value, keys, `{${keys.join(", ")}}`);
  const people = peopleFrom(`${path}.from`, args.from);
  const range = addresses.take(`${path}.subnetAddressPrefix`, args.subnetAddressPrefix ?? "10.90.1.64/27").text;
  const door: Door = {
    name: "gateway",
    title: "the RD Gateway",
    source: { sourceAddressPrefix: range },
    transports: ["Tcp", "Udp"],
  };
  // Its own machines are reached by RDP as the hosts are, on the port that Windows comes with.
  const before = gatewayFlows(people, range);
  const inbound = inboundRules(clients.path, {
    clients: clients.list,
    doors: [door],
    port: 3389,
    hosts: range,
    before,
  });
  return {
    securityGroup: { ...base, securityRules: [...inbound, ...flowsToHosts(range, around)] },
    subnet: { resourceGroupName: base.resourceGroupName, addressPrefix: range, defaultOutboundAccess: false },
    door,
  };
}

// https://learn.microsoft.com/troubleshoot/windows-server/remote/ports-used-by-rds
function gatewayFlows(people: Partial<SecurityRule>, range: string) {
  const flows = [
    ["https", "Tcp", "443", "Lets people open a session at the RD Gateway."],
    ["udp-transport", "Udp", "3391", "Lets sessions at the RD Gateway use UDP."],
  ] as const;
  return flows.map(([what, protocol, destinationPortRange, description]) => ({
    name: `allow-${what}`,
    description,
    direction: "Inbound",
    access: "Allow",
    protocol,
    ...people,
    sourcePortRange: "*",
    destinationAddressPrefix: range,
    destinationPortRange,
  }));
}

function flowsToHosts(range: string, { hosts, port }: Surroundings): SecurityRule[] {
  return placed(
    "gateway",
    (["Tcp", "Udp"] as const).map((protocol) => ({
      name: `allow-hosts-${protocol.toLowerCase()}`,
      description: `Lets the RD Gateway reach the RDP listeners of the hosts over ${protocol.toUpperCase()}.`,
      direction: "Outbound",
      access: "Allow",
      protocol,
      sourceAddressPrefix: range,
      sourcePortRange: "*",
      destinationAddressPrefix: hosts,
      destinationPortRange: String(port),
    })),
  );
}
