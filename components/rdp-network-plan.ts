import type { network } from "@pulumi/azure-native";
import { covers, type AddressSet } from "../policies/model/network/address-set";
import { parseAddress } from "../policies/model/network/parse-address";
import { ArgumentError, checkList, checkOneOf, checkWhole, shown } from "./argument-check";
import { checkClients } from "./rdp-client";
import { RdpEgress, type RdpNetworkArgs } from "./rdp-network-args";
import { additionalRule, inboundRules, outboundRules } from "./rdp-security-rules";

/** Inputs of the resources of RdpNetwork, less the ids by which they refer to each other. */
export interface RdpNetworkPlan {
  readonly securityGroup: network.NetworkSecurityGroupArgs;
  readonly virtualNetwork: network.VirtualNetworkArgs;
  readonly hostSubnet: Omit<network.SubnetArgs, "virtualNetworkName">;
  /** Absent where the caller provides egress. */
  readonly egress?: { readonly address: network.PublicIPAddressArgs; readonly gateway: network.NatGatewayArgs };
}

/** @throws ArgumentError with the argument's path and what is allowed */
export function planNetwork(name: string, args: RdpNetworkArgs): RdpNetworkPlan {
  const { resourceGroupName, location, tags = {} } = args;
  const base = { resourceGroupName, location, tags };
  const port = checkWhole(`${name}: port`, args.port ?? 3389, { min: 1, max: 65535 });
  const network = checkRange(`${name}: addressPrefix`, args.addressPrefix ?? "10.90.0.0/22");
  const hosts = checkRange(`${name}: hostSubnetAddressPrefix`, args.hostSubnetAddressPrefix ?? "10.90.0.0/24");
  if (!covers(network.set, hosts.set)) {
    throw new ArgumentError(`${name}: hostSubnetAddressPrefix`, shown(hosts.text), `a range inside ${network.text}`);
  }
  const egress = checkOneOf(`${name}: egress`, args.egress ?? RdpEgress.NatGateway, Object.values(RdpEgress));
  const { routeTableResourceId, natGatewayResourceId } = args;
  if (egress === RdpEgress.NatGateway && (routeTableResourceId ?? natGatewayResourceId) !== undefined) {
    const path = routeTableResourceId === undefined ? "natGatewayResourceId" : "routeTableResourceId";
    throw new ArgumentError(`${name}: ${path}`, "is given", `nothing, unless egress is "${RdpEgress.CallerProvided}"`);
  }
  return {
    securityGroup: { ...base, securityRules: securityRules(name, args, port, hosts.text) },
    virtualNetwork: { ...base, addressSpace: { addressPrefixes: [network.text] } },
    hostSubnet: {
      resourceGroupName,
      addressPrefix: hosts.text,
      defaultOutboundAccess: false,
      // The vault's firewall knows hosts by their subnet.
      serviceEndpoints: [{ service: "Microsoft.KeyVault" }],
      ...(routeTableResourceId !== undefined && { routeTable: { id: routeTableResourceId } }),
      ...(natGatewayResourceId !== undefined && { natGateway: { id: natGatewayResourceId } }),
    },
    ...(egress === RdpEgress.NatGateway && {
      egress: {
        address: { ...base, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" },
        gateway: { ...base, sku: { name: "Standard" } },
      },
    }),
  };
}

function securityRules(name: string, args: RdpNetworkArgs, port: number, hosts: string) {
  const clients = checkClients(`${name}: clients`, args.clients);
  const own = [...inboundRules(name, clients, port, hosts), ...outboundRules(hosts)];
  const path = `${name}: additionalSecurityRules`;
  const additional = checkList(path, args.additionalSecurityRules ?? [], "a list of rules").map((rule, index) => {
    const read = additionalRule(`${path}[${index}]`, rule);
    return { path: `${path}[${index}]`, rule: read };
  });
  for (const [index, { path: at, rule }] of additional.entries()) {
    const others = [...own, ...additional.slice(0, index).map((other) => other.rule)];
    const twin = others.find(({ direction, priority }) => direction === rule.direction && priority === rule.priority);
    if (twin) {
      throw new ArgumentError(
        `${at}.priority`,
        shown(rule.priority),
        `a priority that ${String(twin.name)} does not have`,
      );
    }
    if (others.some((other) => other.name === rule.name)) {
      throw new ArgumentError(`${at}.name`, shown(rule.name), "a name that no other rule has");
    }
  }
  return [...own, ...additional.map(({ rule }) => rule)];
}

function checkRange(path: string, value: unknown): { text: string; set: AddressSet } {
  const length = typeof value === "string" ? /^[\d.]+\/(\d+)$/.exec(value)?.[1] : undefined;
  const parsed = length === undefined ? undefined : parseAddress(value as string);
  if (parsed && !parsed.hostBits && Number(length) >= 8 && Number(length) <= 29) {
    return { text: value as string, set: parsed.set };
  }
  throw new ArgumentError(path, shown(value), "an IPv4 range from /8 to /29 that begins at its first address");
}
