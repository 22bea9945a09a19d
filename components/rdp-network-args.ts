import type * as pulumi from "@pulumi/pulumi";
import type { RdpClientArgs } from "./rdp-client";

/** How hosts reach what they need outside their network. */
export const RdpEgress = {
  /** A NAT gateway with a Standard public IP address, made with the network. */
  NatGateway: "natGateway",
  /** Something of the caller's own: a route table, a NAT gateway, or what Azure Policy attaches. */
  CallerProvided: "callerProvided",
} as const;
export type RdpEgress = (typeof RdpEgress)[keyof typeof RdpEgress];

/** What a security rule does with traffic that matches. */
export const RdpRuleAccess = { Allow: "Allow", Deny: "Deny" } as const;
export type RdpRuleAccess = (typeof RdpRuleAccess)[keyof typeof RdpRuleAccess];

/** Which way the traffic of a security rule goes. */
export const RdpRuleDirection = { Inbound: "Inbound", Outbound: "Outbound" } as const;
export type RdpRuleDirection = (typeof RdpRuleDirection)[keyof typeof RdpRuleDirection];

/**
 * A security rule of the caller's own in ARM's words, beside those that RdpNetwork makes. Whether it hides one of those is
 * for the policy pack to say.
 * @see https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
 */
export interface RdpSecurityRuleArgs {
  /** Required. Name, unique in the group: up to 80 letters, digits, dots, hyphens and underscores. */
  name: string;
  /** Required. 100 (first) to 4096 (last), unique for its direction. RdpNetwork uses 300 to 4000. */
  priority: number;
  /** Required. Allow or Deny. */
  access: RdpRuleAccess;
  /**
   * Optional. Inbound or Outbound.
   * @default "Inbound"
   */
  direction?: RdpRuleDirection;
  /**
   * Optional. Tcp, Udp, Icmp, Esp, Ah or `*`.
   * @default "*"
   */
  protocol?: string;
  /**
   * Optional. One range, one service tag or `*`. Not together with the plural.
   * @default "*"
   */
  sourceAddressPrefix?: string;
  /**
   * Optional. Ranges.
   * @default none
   */
  sourceAddressPrefixes?: string[];
  /**
   * Optional. One port, one range of ports (`5000-5010`) or `*`.
   * @default "*"
   */
  sourcePortRange?: string;
  /**
   * Optional. One range, one service tag or `*`. Not together with the plural.
   * @default "*"
   */
  destinationAddressPrefix?: string;
  /**
   * Optional. Ranges.
   * @default none
   */
  destinationAddressPrefixes?: string[];
  /**
   * Optional. One port, one range of ports (`5000-5010`) or `*`. Not together with the plural.
   * @default "*"
   */
  destinationPortRange?: string;
  /**
   * Optional. Ports and ranges of ports.
   * @default none
   */
  destinationPortRanges?: string[];
  /**
   * Optional. One sentence that says why, up to 140 characters.
   * @default none
   */
  description?: string;
}

/** Arguments of RdpNetwork. */
export interface RdpNetworkArgs {
  /** Required. Name of the resource group. */
  resourceGroupName: pulumi.Input<string>;
  /** Required. Who must be able to reach the hosts by RDP; nobody else can. */
  clients: RdpClientArgs[];
  /**
   * Optional. Azure region.
   * @default the region that the azure-native provider is configured with
   */
  location?: pulumi.Input<string>;
  /**
   * Optional. TCP and UDP port that the RDP listeners of the hosts use, 1 to 65535.
   * @default 3389
   */
  port?: number;
  /**
   * Optional. IPv4 range of the virtual network, /8 to /29.
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
   * @default "natGateway"
   * @see https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
   */
  egress?: RdpEgress;
  /**
   * Optional. ARM id of a route table for the subnet of the hosts. Only with egress `callerProvided`.
   * @default none
   */
  routeTableResourceId?: pulumi.Input<string>;
  /**
   * Optional. ARM id of a NAT gateway for the subnet of the hosts. Only with egress `callerProvided`.
   * @default none
   */
  natGatewayResourceId?: pulumi.Input<string>;
  /**
   * Optional. Security rules of the caller's own, in the same group.
   * @default []
   */
  additionalSecurityRules?: RdpSecurityRuleArgs[];
  /**
   * Optional. Tags of every resource.
   * @default {}
   */
  tags?: { [key: string]: pulumi.Input<string> };
}
