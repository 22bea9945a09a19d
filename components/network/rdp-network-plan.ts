import type { network, privatedns } from "@pulumi/azure-native";
import { checkAbsent, checkOneOf, checkTruth } from "../argument-check";
import { withAdditionalRules } from "./additional-rules";
import { AddressPlan, checkRange, type Range } from "./address-plan";
import { planBastion, type BastionPlan } from "./bastion";
import { planGateway, type GatewayPlan } from "./gateway";
import { inboundRules, outboundRules, type Door } from "./host-rules";
import { checkListenerPort, usualPort } from "./listener-port";
import { checkClients } from "./rdp-client";
import { RdpAccess, RdpEgress, RdpVaultAccess, type RdpNetworkArgs } from "./rdp-network-args";
import type { SecurityRule } from "./rule-order";

/** Inputs of the resources of RdpNetwork, less the ids by which they refer to each other. */
export interface RdpNetworkPlan {
  readonly securityGroup: network.NetworkSecurityGroupArgs & { readonly securityRules: readonly SecurityRule[] };
  /** Of the application security groups. */
  readonly group: network.ApplicationSecurityGroupArgs;
  /** Port of the hosts' listeners. */
  readonly port: number;
  readonly makesHostGroup: boolean;
  /** Names of the rules whose source is the clients' own group; none where there is no such group. */
  readonly rulesOfClientGroup: readonly string[];
  /** Absent where hosts go into a subnet that exists. */
  readonly made?: MadeNetworkPlan;
}

/** A network of the component's own. */
export interface MadeNetworkPlan {
  readonly virtualNetwork: network.VirtualNetworkArgs;
  readonly hostSubnet: Omit<network.SubnetArgs, "virtualNetworkName">;
  /** What the caller attaches to the subnets of hosts and gateway. */
  readonly callersEgress: Pick<network.SubnetArgs, "routeTable" | "natGateway">;
  /** Absent where the caller provides egress. */
  readonly egress?: { readonly address: network.PublicIPAddressArgs; readonly gateway: network.NatGatewayArgs };
  readonly bastion?: BastionPlan;
  readonly gateway?: GatewayPlan;
  /** Where private endpoints of vaults go; absent where hosts use the service endpoint. */
  readonly vaultEndpoints?: {
    readonly subnet: Omit<network.SubnetArgs, "virtualNetworkName">;
    readonly zone: privatedns.PrivateZoneArgs;
    readonly link: Omit<privatedns.VirtualNetworkLinkArgs, "privateZoneName" | "virtualNetwork">;
  };
}

const clientGroupDoor: Door = {
  name: "client-group",
  title: "members of the clients' application security group",
  source: {},
  transports: ["Tcp", "Udp"],
};

/** @throws ArgumentError with the argument's path and what is allowed */
export function planNetwork(name: string, args: RdpNetworkArgs): RdpNetworkPlan {
  const { resourceGroupName, location, tags = {} } = args;
  const base = { resourceGroupName, location, tags };
  const port = checkListenerPort(`${name}: port`, args.port ?? usualPort);
  const access = checkOneOf(`${name}: access`, args.access ?? RdpAccess.Private, Object.values(RdpAccess));
  const makesClientGroup = checkTruth(`${name}: makesClientGroup`, args.makesClientGroup ?? false);
  const clients =
    args.clients === undefined && (access !== RdpAccess.Private || makesClientGroup)
      ? []
      : checkClients(`${name}: clients`, args.clients);
  if (access !== RdpAccess.Bastion) checkAbsent(`${name}: bastion`, args.bastion, 'access is "bastion"');
  if (access !== RdpAccess.Gateway) checkAbsent(`${name}: gateway`, args.gateway, 'access is "gateway"');

  const existing = args.hostSubnetResourceId !== undefined;
  if (existing) refuseMadeOnly(name, args);
  const addresses = new AddressPlan(checkRange(`${name}: addressPrefix`, args.addressPrefix ?? "10.90.0.0/22"));
  const hosts = existing
    ? "*"
    : addresses.take(`${name}: hostSubnetAddressPrefix`, args.hostSubnetAddressPrefix ?? "10.90.0.0/24").text;
  const bastion =
    access === RdpAccess.Bastion
      ? planBastion(`${name}: bastion`, args.bastion ?? {}, base, addresses, port)
      : undefined;
  const clientList = { path: `${name}: clients`, list: clients };
  const gateway =
    access === RdpAccess.Gateway
      ? planGateway(`${name}: gateway`, args.gateway, { base, addresses, clients: clientList, hosts, port })
      : undefined;
  const endpoints = planVaultEndpoints(name, args, addresses);

  // The vault's firewall knows machines by their subnet.
  const publicWayToVault = endpoints ? {} : { serviceEndpoints: [{ service: "Microsoft.KeyVault" }] };

  const ways = [bastion?.door, gateway?.door, makesClientGroup ? clientGroupDoor : undefined];
  const doors = ways.filter((door) => door !== undefined);
  const own = [
    ...inboundRules(clientList.path, { clients, doors, port, hosts }),
    ...outboundRules(hosts, endpoints?.range.text),
  ];
  return {
    securityGroup: {
      ...base,
      securityRules: withAdditionalRules(`${name}: additionalSecurityRules`, own, args.additionalSecurityRules),
    },
    group: base,
    port,
    makesHostGroup: checkTruth(`${name}: makesHostGroup`, args.makesHostGroup ?? false),
    rulesOfClientGroup: makesClientGroup ? ["allow-client-group-tcp", "allow-client-group-udp"] : [],
    ...(!existing && {
      made: {
        virtualNetwork: { ...base, addressSpace: { addressPrefixes: [addresses.network.text] } },
        hostSubnet: {
          resourceGroupName,
          addressPrefix: hosts,
          defaultOutboundAccess: false,
          ...publicWayToVault,
        },
        ...planEgress(name, args),
        ...(bastion && { bastion }),
        ...(gateway && { gateway: { ...gateway, subnet: { ...gateway.subnet, ...publicWayToVault } } }),
        ...(endpoints && { vaultEndpoints: endpoints.plan }),
      },
    }),
  };
}

// What is the caller's where hosts go into a subnet that exists.
const madeOnly = [
  ...(["addressPrefix", "hostSubnetAddressPrefix", "routeTableResourceId", "natGatewayResourceId"] as const),
  ...(["vaultAccess", "vaultEndpointSubnetAddressPrefix"] as const),
];

function refuseMadeOnly(name: string, args: RdpNetworkArgs): void {
  for (const key of madeOnly) checkAbsent(`${name}: ${key}`, args[key], "hostSubnetResourceId is left out");
  const { access, egress } = args;
  checkOneOf(`${name}: access`, access ?? RdpAccess.Private, [RdpAccess.Private]);
  checkOneOf(`${name}: egress`, egress ?? RdpEgress.CallerProvided, [RdpEgress.CallerProvided]);
}

function planEgress(name: string, args: RdpNetworkArgs): Pick<MadeNetworkPlan, "egress" | "callersEgress"> {
  const egress = checkOneOf(`${name}: egress`, args.egress ?? RdpEgress.NatGateway, Object.values(RdpEgress));
  const { resourceGroupName, location, tags = {}, routeTableResourceId, natGatewayResourceId } = args;
  const base = { resourceGroupName, location, tags };
  if (egress === RdpEgress.CallerProvided) {
    return {
      callersEgress: {
        ...(routeTableResourceId !== undefined && { routeTable: { id: routeTableResourceId } }),
        ...(natGatewayResourceId !== undefined && { natGateway: { id: natGatewayResourceId } }),
      },
    };
  }
  const condition = `egress is "${RdpEgress.CallerProvided}"`;
  checkAbsent(`${name}: routeTableResourceId`, routeTableResourceId, condition);
  checkAbsent(`${name}: natGatewayResourceId`, natGatewayResourceId, condition);
  return {
    callersEgress: {},
    egress: {
      address: { ...base, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" },
      gateway: { ...base, sku: { name: "Standard" } },
    },
  };
}

function planVaultEndpoints(
  name: string,
  args: RdpNetworkArgs,
  addresses: AddressPlan,
): { readonly range: Range; readonly plan: NonNullable<MadeNetworkPlan["vaultEndpoints"]> } | undefined {
  const access = args.vaultAccess ?? RdpVaultAccess.ServiceEndpoint;
  const path = `${name}: vaultEndpointSubnetAddressPrefix`;
  if (checkOneOf(`${name}: vaultAccess`, access, Object.values(RdpVaultAccess)) === RdpVaultAccess.ServiceEndpoint) {
    checkAbsent(path, args.vaultEndpointSubnetAddressPrefix, `vaultAccess is "${RdpVaultAccess.PrivateEndpoint}"`);
    return undefined;
  }
  const { resourceGroupName, tags = {} } = args;
  const range = addresses.take(path, args.vaultEndpointSubnetAddressPrefix ?? "10.90.1.96/28");
  // A zone belongs to no region.
  const global = { resourceGroupName, tags, location: "Global" };
  return {
    range,
    plan: {
      subnet: { resourceGroupName, addressPrefix: range.text, defaultOutboundAccess: false },
      // https://learn.microsoft.com/azure/private-link/private-endpoint-dns
      zone: { ...global, privateZoneName: "privatelink.vaultcore.azure.net" },
      link: { ...global, registrationEnabled: false },
    },
  };
}
