import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import type { RdpNetworkArgs } from "./rdp-network-args";
import { planNetwork } from "./rdp-network-plan";

/**
 * A network in which declared clients reach Windows hosts by RDP over TCP and UDP, and nobody else does; hosts reach Key
 * Vault and Machine Configuration, by an egress that is explicit.
 *
 * Keeps RDP904-001, 002, 003, 020, 021 and 022 from arising.
 *
 * @example
 * new RdpNetwork("rdp", { resourceGroupName: group.name, clients: [{ from: ["10.20.0.0/16"] }] });
 */
export class RdpNetwork extends pulumi.ComponentResource {
  /** ARM id of the virtual network. */
  readonly virtualNetworkResourceId: pulumi.Output<string>;
  /** ARM id of the subnet that hosts belong in. A vault's firewall may admit it by a service endpoint. */
  readonly hostSubnetResourceId: pulumi.Output<string>;
  /** ARM id of the network security group, which is attached to the subnet of the hosts. */
  readonly securityGroupResourceId: pulumi.Output<string>;

  constructor(name: string, args: RdpNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rdp904:index:RdpNetwork", name, args, opts);
    const plan = planNetwork(name, args);
    const child = { parent: this };
    const group = new network.NetworkSecurityGroup(`${name}-nsg`, plan.securityGroup, child);
    const virtualNetwork = new network.VirtualNetwork(`${name}-vnet`, plan.virtualNetwork, child);
    const subnet = new network.Subnet(
      `${name}-hosts`,
      {
        ...plan.hostSubnet,
        virtualNetworkName: virtualNetwork.name,
        networkSecurityGroup: { id: group.id },
        ...(plan.egress && { natGateway: { id: createEgress(plan.egress) } }),
      },
      child,
    );
    this.virtualNetworkResourceId = virtualNetwork.id;
    this.hostSubnetResourceId = subnet.id;
    this.securityGroupResourceId = group.id;
    this.registerOutputs({
      virtualNetworkResourceId: this.virtualNetworkResourceId,
      hostSubnetResourceId: this.hostSubnetResourceId,
      securityGroupResourceId: this.securityGroupResourceId,
    });

    function createEgress({ address, gateway }: NonNullable<typeof plan.egress>): pulumi.Output<string> {
      const publicAddress = new network.PublicIPAddress(`${name}-egress-address`, address, child);
      const publicIpAddresses = [{ id: publicAddress.id }];
      return new network.NatGateway(`${name}-egress`, { ...gateway, publicIpAddresses }, child).id;
    }
  }
}
