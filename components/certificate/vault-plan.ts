import type { types } from "@pulumi/azure-native";
import { covers } from "../../policies/model/network/address-set";
import { parseAddress } from "../../policies/model/network/parse-address";
import { publicAddresses } from "../../policies/model/network/service-tags";
import { ArgumentError, checkList, checkWhole, shown } from "../argument-check";
import type { RdpCertificateArgs } from "./rdp-certificate-args";

/** Properties of the vault, less the tenant. */
export type VaultProperties = Omit<types.input.keyvault.VaultPropertiesArgs, "tenantId">;

/** @throws ArgumentError with the argument's path and what is allowed */
export function vaultProperties(name: string, args: RdpCertificateArgs): VaultProperties {
  const path = `${name}: hostSubnetResourceIds`;
  const subnets = args.hostSubnetResourceIds ?? [];
  checkList(path, subnets, "a list of subnet ids");
  const byEndpoint = args.vaultEndpointSubnetResourceId !== undefined;
  if (subnets.length === 0 && !byEndpoint) {
    throw new ArgumentError(path, "is empty", "the ids of the subnets of the hosts (RDP904-020)");
  }
  const ranges = deployerRanges(name, args);
  const hasPublicCallers = subnets.length > 0 || ranges.length > 0;
  return {
    sku: { family: "A", name: "standard" },
    // The API version of this provider would fall back to access policies.
    enableRbacAuthorization: true,
    enableSoftDelete: true,
    enablePurgeProtection: true,
    softDeleteRetentionInDays: checkWhole(`${name}: softDeleteRetentionDays`, args.softDeleteRetentionDays ?? 90, {
      min: 7,
      max: 90,
      unit: "days",
    }),
    publicNetworkAccess: hasPublicCallers ? "Enabled" : "Disabled",
    networkAcls: {
      bypass: "AzureServices",
      defaultAction: "Deny",
      ipRules: ranges.map((value) => ({ value })),
      virtualNetworkRules: subnets.map((id) => ({ id })),
    },
  };
}

function deployerRanges(name: string, args: RdpCertificateArgs): string[] {
  const allowed = "public IPv4 addresses, and ranges that begin at their first address (203.0.113.0/24)";
  const path = `${name}: deployerAddressRanges`;
  return checkList(path, args.deployerAddressRanges ?? [], `a list of ${allowed}`).map((range, index) => {
    const parsed = typeof range === "string" && /^[\d./]+$/.test(range) ? parseAddress(range) : undefined;
    if (parsed && !parsed.hostBits && covers(publicAddresses, parsed.set)) return range as string;
    throw new ArgumentError(`${path}[${index}]`, shown(range), allowed);
  });
}
