/** The place of an RD Gateway in an RdpNetwork; its machines are the caller's. */
export interface RdpGatewayArgs {
  /**
   * Required. Ranges, or one service tag (also `Internet`), from which people may reach the gateway, over TCP 443 and UDP 3391.
   * @see https://learn.microsoft.com/troubleshoot/windows-server/remote/ports-used-by-rds
   */
  from: string[];
  /**
   * Optional. IPv4 range of the gateway's subnet, /8 to /29, inside that of the network.
   * @default "10.90.1.64/27"
   */
  subnetAddressPrefix?: string;
}
