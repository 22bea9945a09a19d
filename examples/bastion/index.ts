import * as authorization from "@pulumi/azure-native/authorization";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { RdpAccess, RdpBastionSku, RdpCertificate, RdpHost, RdpNetwork, RdpVaultAccess } from "../../components";

const config = new pulumi.Config();
const { name: resourceGroupName } = new resources.ResourceGroup("desktops");

const network = new RdpNetwork("desktops", {
  resourceGroupName,
  access: RdpAccess.Bastion,
  // mstsc on the client, besides the browser: az network bastion rdp
  bastion: { sku: RdpBastionSku.Standard, admitsNativeClient: true },
  vaultAccess: RdpVaultAccess.PrivateEndpoint,
});

const certificate = new RdpCertificate("desktops", {
  resourceGroupName,
  vaultName: config.require("vaultName"),
  vaultEndpointSubnetResourceId: network.vaultEndpointSubnetResourceId!,
  vaultDnsZoneResourceId: network.vaultDnsZoneResourceId!,
  deployerPrincipalId: authorization.getClientConfigOutput().objectId,
  deployerAddressRanges: config.requireObject<string[]>("deployerAddressRanges"),
});

const hosts = ["desktop-1", "desktop-2"].map(
  (name) =>
    new RdpHost(name, {
      resourceGroupName,
      subnetResourceId: network.hostSubnetResourceId,
      bastionResourceId: network.bastionResourceId!,
      certificateSecretUrl: certificate.certificateSecretUrl,
      identityResourceId: certificate.identityResourceId,
      identityClientId: certificate.identityClientId,
      adminUsername: "operator",
      adminPassword: config.requireSecret("adminPassword"),
      guestPackageUri: config.require("guestPackageUri"),
    }),
);

/** What to type on a client with the Azure CLI, one line for each host. */
export const connect = hosts.map((host) => host.connect);
