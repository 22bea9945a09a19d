import * as network from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";
import type { RdpCertificatePlan } from "./rdp-certificate-plan";

/** Gives a vault an address in a subnet; the id that is returned is known once hosts can resolve it. */
export function makeVaultEndpoint(
  name: string,
  { endpoint, zoneGroup }: NonNullable<RdpCertificatePlan["endpoint"]>,
  vaultId: pulumi.Output<string>,
  parent: pulumi.ComponentResource,
): pulumi.Output<string> {
  const child = { parent };
  const privateLinkServiceConnections = [{ name: "vault", privateLinkServiceId: vaultId, groupIds: ["vault"] }];
  const made = new network.PrivateEndpoint(
    `${name}-vault-endpoint`,
    { ...endpoint, privateLinkServiceConnections },
    child,
  );
  const group = { ...zoneGroup, privateEndpointName: made.name };
  return new network.PrivateDnsZoneGroup(`${name}-vault-endpoint-zones`, group, child).id;
}
