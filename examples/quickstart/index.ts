import * as authorization from "@pulumi/azure-native/authorization";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { RdpCertificate, RdpHost, RdpNetwork } from "../../components";

const config = new pulumi.Config();
const { name: resourceGroupName } = new resources.ResourceGroup("rdp");

const network = new RdpNetwork("rdp", { resourceGroupName, clients: [{ from: ["10.20.0.0/16"] }] });

const certificate = new RdpCertificate("rdp", {
  resourceGroupName,
  vaultName: config.require("vaultName"),
  hostSubnetResourceIds: [network.hostSubnetResourceId],
  deployerPrincipalId: authorization.getClientConfigOutput().objectId,
  deployerAddressRanges: config.requireObject<string[]>("deployerAddressRanges"),
});

const host = new RdpHost("desktop-1", {
  resourceGroupName,
  subnetResourceId: network.hostSubnetResourceId,
  certificateSecretUrl: certificate.certificateSecretUrl,
  identityResourceId: certificate.identityResourceId,
  identityClientId: certificate.identityClientId,
  adminUsername: "operator",
  adminPassword: config.requireSecret("adminPassword"),
  guestPackageUri: config.require("guestPackageUri"),
});

/** What to type on a client. */
export const connect = host.connect;
