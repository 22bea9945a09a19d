import type * as pulumi from "@pulumi/pulumi";
import type { RdpBastionArgs } from "./bastion-args";
import type { RdpGatewayArgs } from "./gateway-args";
import type { RdpClientArgs } from "./rdp-client";
import type { RdpSecurityRuleArgs } from "./security-rule-args";

/** The way by which people come to the hosts. */
export const RdpAccess = {
  /** Clients reach the hosts at their private addresses, as from a VPN. */
  Private: "private",
  /** Through an Azure Bastion in the network. */
  Bastion: "bastion",
  /** Through an RD Gateway of the caller's, for which the network keeps a subnet. */
  Gateway: "gateway",
} as const;
export type RdpAccess = (typeof RdpAccess)[keyof typeof RdpAccess];

/** How hosts reach what they need outside their network. */
export const RdpEgress = {
  /** A NAT gateway with a Standard public IP address, made with the network. */
  NatGateway: "natGateway",
  /** Something of the caller's own: a route table, a NAT gateway, or what Azure Policy attaches. */
  CallerProvided: "callerProvided",
} as const;
export type RdpEgress = (typeof RdpEgress)[keyof typeof RdpEgress];

/** How hosts reach their vault. */
export const RdpVaultAccess = {
  /** By its public address, through the service endpoint of their subnet, which its firewall admits. */
  ServiceEndpoint: "serviceEndpoint",
  /** By a private endpoint in a subnet of its own, under a name in a private DNS zone. */
  PrivateEndpoint: "privateEndpoint",
} as const;
export type RdpVaultAccess = (typeof RdpVaultAccess)[keyof typeof RdpVaultAccess];

/** Arguments of RdpNetwork. */
export interface RdpNetworkArgs {
  /** Required. Name of the resource group. */
  resourceGroupName: pulumi.Input<string>;
  /**
   * Conditional. Who reaches the hosts directly, by TCP and UDP. Required if `access` is `private` and `makesClientGroup` is
   * not true. Beside a Bastion or a gateway, these come in as well.
   * @default []
   */
  clients?: RdpClientArgs[];
  /**
   * Optional. The way by which people come to the hosts: private, bastion or gateway.
   * @default "private"
   */
  access?: RdpAccess;
  /**
   * Optional. The Bastion. Only with access `bastion`.
   * @default {}
   */
  bastion?: RdpBastionArgs;
  /**
   * Conditional. The RD Gateway. Required if `access` is `gateway`.
   * @default none
   */
  gateway?: RdpGatewayArgs;
  /**
   * Optional. ARM id of a subnet that exists. Then no network is made: the security group is for the network interface of each
   * host (`networkInterfaceSecurityGroupResourceId`), because a stack cannot attach one to a subnet that it does not own;
   * egress, the way to the vault and a Bastion or gateway (whose range goes into `clients`) are the caller's.
   * @default none; a network is made
   */
  hostSubnetResourceId?: pulumi.Input<string>;
  /**
   * Optional. Azure region.
   * @default the region that the azure-native provider is configured with
   */
  location?: pulumi.Input<string>;
  /**
   * Optional. TCP and UDP port that the RDP listeners of the hosts use, 1 to 49151, and none on which Windows itself listens.
   * A Bastion reaches another one than 3389 from its Standard SKU on.
   * @default 3389
   * @see https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements
   */
  port?: number;
  /**
   * Optional. IPv4 range of the virtual network, /8 to /29. It overlaps no network with which it is to be peered.
   * @default "10.90.0.0/22"
   */
  addressPrefix?: string;
  /**
   * Optional. IPv4 range of the subnet of the hosts, /8 to /29, inside `addressPrefix`.
   * @default "10.90.0.0/24"
   */
  hostSubnetAddressPrefix?: string;
  /**
   * Optional. How hosts reach Key Vault, Machine Configuration and Windows Update.
   * @default "natGateway"; "callerProvided" for a subnet that exists
   * @see https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
   */
  egress?: RdpEgress;
  /**
   * Optional. ARM id of a route table for the subnets of hosts and gateway. Only with egress `callerProvided`.
   * @default none
   */
  routeTableResourceId?: pulumi.Input<string>;
  /**
   * Optional. ARM id of a NAT gateway for the subnets of hosts and gateway. Only with egress `callerProvided`.
   * @default none
   */
  natGatewayResourceId?: pulumi.Input<string>;
  /**
   * Optional. How hosts reach their vault: serviceEndpoint, or privateEndpoint, which an RdpCertificate completes.
   * @default "serviceEndpoint"
   * @see https://learn.microsoft.com/azure/key-vault/general/private-link-service
   */
  vaultAccess?: RdpVaultAccess;
  /**
   * Optional. IPv4 range of the subnet for private endpoints, /8 to /29, inside `addressPrefix`. Only with vaultAccess
   * `privateEndpoint`.
   * @default "10.90.1.96/28"
   */
  vaultEndpointSubnetAddressPrefix?: string;
  /**
   * Optional. Whether to make an application security group whose members are clients: machines of the same network.
   * @default false
   * @see https://learn.microsoft.com/azure/virtual-network/application-security-groups
   */
  makesClientGroup?: boolean;
  /**
   * Optional. Whether to make an application security group for the hosts, so that other security groups can name them.
   * @default false
   */
  makesHostGroup?: boolean;
  /**
   * Optional. Security rules of the caller's own, in the group of the hosts.
   * @default []
   */
  additionalSecurityRules?: RdpSecurityRuleArgs[];
  /**
   * Optional. Tags of every resource.
   * @default {}
   */
  tags?: { [key: string]: pulumi.Input<string> };
}
