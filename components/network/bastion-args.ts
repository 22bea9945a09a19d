/** What a Bastion can do, and costs. */
export const RdpBastionSku = {
  /** Sessions in a browser, on port 3389. */
  Basic: "Basic",
  /** Also other ports, mstsc on the client, and more instances. */
  Standard: "Standard",
  /** Also session recording. */
  Premium: "Premium",
} as const;
export type RdpBastionSku = (typeof RdpBastionSku)[keyof typeof RdpBastionSku];

/** The Bastion of an RdpNetwork. */
export interface RdpBastionArgs {
  /**
   * Optional. Public ranges, or one service tag, from which people may open a session by HTTPS. Who may use it, Microsoft
   * Entra ID decides.
   * @default ["Internet"]
   * @see https://learn.microsoft.com/azure/bastion/bastion-nsg
   */
  from?: string[];
  /**
   * Optional. Basic, Standard or Premium.
   * @default "Basic"
   * @see https://learn.microsoft.com/azure/bastion/bastion-sku-comparison
   */
  sku?: RdpBastionSku;
  /**
   * Optional. Number of instances, 2 to 50. More than 2 from the Standard SKU on.
   * @default 2
   */
  instanceCount?: number;
  /**
   * Optional. Whether mstsc on the client may be used, by `az network bastion rdp`. From the Standard SKU on.
   * @default false
   * @see https://learn.microsoft.com/azure/bastion/native-client
   */
  admitsNativeClient?: boolean;
  /**
   * Optional. IPv4 range of AzureBastionSubnet, /8 to /26, inside that of the network.
   * @default "10.90.1.0/26"
   */
  subnetAddressPrefix?: string;
}
