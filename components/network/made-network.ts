import * as network from "@pulumi/azure-native/network";
import * as privatedns from "@pulumi/azure-native/privatedns";
import type * as pulumi from "@pulumi/pulumi";
import type { BastionPlan } from "./bastion";
import type { GatewayPlan } from "./gateway";
import type { MadeNetworkPlan } from "./rdp-network-plan";

type Id = pulumi.Output<string>;

/** ARM ids of a network that was made. */
export interface MadeNetwork {
  readonly virtualNetwork: Id;
  readonly hostSubnet: Id;
  readonly bastion: Id | undefined;
  readonly gatewaySubnet: Id | undefined;
  readonly vaultEndpointSubnet: Id | undefined;
  readonly vaultDnsZone: Id | undefined;
}

/** Makes the network, its subnets and what stands in them. */
export function makeNetwork(
  name: string,
  plan: MadeNetworkPlan,
  securityGroupId: Id,
  parent: pulumi.ComponentResource,
): MadeNetwork {
  const child = { parent };
  const virtualNetwork = new network.VirtualNetwork(`${name}-vnet`, plan.virtualNetwork, child);
  const egress = plan.egress ? { natGateway: { id: makeEgress(plan.egress) } } : plan.callersEgress;
  let latest: network.Subnet | undefined;
  const hosts = makeSubnet("hosts", { ...plan.hostSubnet, ...egress, networkSecurityGroup: { id: securityGroupId } });
  const bastion = plan.bastion && makeBastion(plan.bastion);
  const gateway = plan.gateway && makeGatewaySubnet(plan.gateway);
  const endpoints = plan.vaultEndpoints && makeVaultEndpoints(plan.vaultEndpoints);
  return {
    virtualNetwork: virtualNetwork.id,
    hostSubnet: hosts.id,
    bastion,
    gatewaySubnet: gateway?.id,
    vaultEndpointSubnet: endpoints?.subnet,
    vaultDnsZone: endpoints?.zone,
  };

  // One after the other: ARM refuses to work on two subnets of a network at once.
  function makeSubnet(role: string, args: Omit<network.SubnetArgs, "virtualNetworkName">): network.Subnet {
    const after = latest ? { ...child, dependsOn: latest } : child;
    latest = new network.Subnet(`${name}-${role}`, { ...args, virtualNetworkName: virtualNetwork.name }, after);
    return latest;
  }

  function makeEgress({ address, gateway }: NonNullable<MadeNetworkPlan["egress"]>): Id {
    const publicAddress = new network.PublicIPAddress(`${name}-egress-address`, address, child);
    const publicIpAddresses = [{ id: publicAddress.id }];
    return new network.NatGateway(`${name}-egress`, { ...gateway, publicIpAddresses }, child).id;
  }

  function makeBastion({ securityGroup, subnet, address, host }: BastionPlan): Id {
    const group = new network.NetworkSecurityGroup(`${name}-bastion-nsg`, securityGroup, child);
    const place = makeSubnet("bastion-subnet", { ...subnet, networkSecurityGroup: { id: group.id } });
    const publicAddress = new network.PublicIPAddress(`${name}-bastion-address`, address, child);
    const ipConfigurations = [{ name: "primary", subnet: { id: place.id }, publicIPAddress: { id: publicAddress.id } }];
    return new network.BastionHost(`${name}-bastion`, { ...host, ipConfigurations }, child).id;
  }

  function makeGatewaySubnet({ securityGroup, subnet }: GatewayPlan): network.Subnet {
    const group = new network.NetworkSecurityGroup(`${name}-gateway-nsg`, securityGroup, child);
    return makeSubnet("gateway-subnet", { ...subnet, ...egress, networkSecurityGroup: { id: group.id } });
  }

  function makeVaultEndpoints({ subnet, zone, link }: NonNullable<MadeNetworkPlan["vaultEndpoints"]>) {
    const place = makeSubnet("vault-endpoints", subnet);
    const dnsZone = new privatedns.PrivateZone(`${name}-vault-zone`, zone, child);
    const linked = new privatedns.VirtualNetworkLink(
      `${name}-vault-zone-link`,
      { ...link, privateZoneName: dnsZone.name, virtualNetwork: { id: virtualNetwork.id } },
      child,
    );
    return { subnet: place.id, zone: dnsZone.id, link: linked.id };
  }
}
