import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { makeNetwork } from "./made-network";
import type { RdpNetworkArgs } from "./rdp-network-args";
import { planNetwork } from "./rdp-network-plan";

/**
 * A network in which declared clients, or people who come through a Bastion or an RD Gateway, reach Windows hosts by RDP, and
 * nobody else does; hosts reach Key Vault and Machine Configuration, by an egress that is explicit. For a subnet that exists
 * it is a security group for the network interfaces of hosts; egress and the way to the vault are the caller's then.
 *
 * Keeps RDP904-001 to 004, 008, 009 and 020 to 022 from arising.
 *
 * @example
 * new RdpNetwork("rdp", { resourceGroupName: group.name, clients: [{ from: ["10.20.0.0/16"] }] });
 */
export class RdpNetwork extends pulumi.ComponentResource {
  /** ARM id of the virtual network. */
  readonly virtualNetworkResourceId: pulumi.Output<string>;
  /** ARM id of the subnet that hosts belong in. A vault's firewall may admit it by a service endpoint. */
  readonly hostSubnetResourceId: pulumi.Output<string>;
  /** ARM id of the network security group of the hosts, which is attached to their subnet if that was made here. */
  readonly securityGroupResourceId: pulumi.Output<string>;
  /** ARM id of the group that each host's network interface needs; none where the subnet has it. */
  readonly networkInterfaceSecurityGroupResourceId?: pulumi.Output<string>;
  /** ARM ids of the application security groups that hosts join; none where none was asked for. */
  readonly hostGroupResourceIds: pulumi.Output<string[]>;
  /** ARM id of the application security group that clients join, where one was asked for. */
  readonly clientGroupResourceId?: pulumi.Output<string>;
  /** Port to which clients are led; each host needs it as its `listenerPort`. */
  readonly listenerPort: pulumi.Output<number>;
  /** ARM id of the Bastion, where access is by one. */
  readonly bastionResourceId?: pulumi.Output<string>;
  /** ARM id of the subnet for the machines of the RD Gateway, where access is by one. */
  readonly gatewaySubnetResourceId?: pulumi.Output<string>;
  /** ARM id of the subnet for private endpoints, where hosts reach their vault by one. */
  readonly vaultEndpointSubnetResourceId?: pulumi.Output<string>;
  /** ARM id of the private DNS zone of vaults, where hosts reach theirs by a private endpoint. */
  readonly vaultDnsZoneResourceId?: pulumi.Output<string>;

  constructor(name: string, args: RdpNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rdp904:index:RdpNetwork", name, args, opts);
    const plan = planNetwork(name, args);
    const child = { parent: this };
    const hosts = plan.makesHostGroup ? makeGroup("host-group") : undefined;
    const clients = plan.rulesOfClientGroup.length > 0 ? makeGroup("client-group") : undefined;
    const group = makeSecurityGroup();
    const made = plan.made && makeNetwork(name, plan.made, group.id, this);
    this.hostSubnetResourceId = made?.hostSubnet ?? pulumi.output(args.hostSubnetResourceId!);
    this.virtualNetworkResourceId = made?.virtualNetwork ?? this.hostSubnetResourceId.apply(networkOf);
    this.securityGroupResourceId = group.id;
    if (!made) this.networkInterfaceSecurityGroupResourceId = group.id;
    this.hostGroupResourceIds = pulumi.output(hosts ? [hosts.id] : []);
    this.listenerPort = pulumi.output(plan.port);
    if (clients) this.clientGroupResourceId = clients.id;
    if (made?.bastion) this.bastionResourceId = made.bastion;
    if (made?.gatewaySubnet) this.gatewaySubnetResourceId = made.gatewaySubnet;
    if (made?.vaultEndpointSubnet) this.vaultEndpointSubnetResourceId = made.vaultEndpointSubnet;
    if (made?.vaultDnsZone) this.vaultDnsZoneResourceId = made.vaultDnsZone;
    this.registerOutputs({
      virtualNetworkResourceId: this.virtualNetworkResourceId,
      hostSubnetResourceId: this.hostSubnetResourceId,
      securityGroupResourceId: this.securityGroupResourceId,
      networkInterfaceSecurityGroupResourceId: this.networkInterfaceSecurityGroupResourceId,
      hostGroupResourceIds: this.hostGroupResourceIds,
      clientGroupResourceId: this.clientGroupResourceId,
      listenerPort: this.listenerPort,
      bastionResourceId: this.bastionResourceId,
      gatewaySubnetResourceId: this.gatewaySubnetResourceId,
      vaultEndpointSubnetResourceId: this.vaultEndpointSubnetResourceId,
      vaultDnsZoneResourceId: this.vaultDnsZoneResourceId,
    });

    function makeGroup(role: string): network.ApplicationSecurityGroup {
      return new network.ApplicationSecurityGroup(`${name}-${role}`, plan.group, child);
    }

    function makeSecurityGroup(): network.NetworkSecurityGroup {
      const securityRules = plan.securityGroup.securityRules.map((rule) =>
        clients && plan.rulesOfClientGroup.includes(String(rule.name))
          ? { ...rule, sourceApplicationSecurityGroups: [{ id: clients.id }] }
          : rule,
      );
      return new network.NetworkSecurityGroup(`${name}-nsg`, { ...plan.securityGroup, securityRules }, child);
    }
  }
}

function networkOf(subnetResourceId: string): string {
  return subnetResourceId.replace(/\/subnets\/[^/]+$/i, "");
}
