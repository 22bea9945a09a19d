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
