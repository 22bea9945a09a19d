import * as authorization from "@pulumi/azure-native/authorization";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { RdpCertificate, RdpHost } from "../../components";

const config = new pulumi.Config();
const network = new pulumi.StackReference(config.require("networkStack"));
const hostSubnetResourceId = network.requireOutput("hostSubnetResourceId") as pulumi.Output<string>;
const { name: resourceGroupName } = new resources.ResourceGroup("desktops");

const certificate = new RdpCertificate("desktops", {
  resourceGroupName,
  vaultName: config.require("vaultName"),
  hostSubnetResourceIds: [hostSubnetResourceId],
  deployerPrincipalId: authorization.getClientConfigOutput().objectId,
  deployerAddressRanges: config.requireObject<string[]>("deployerAddressRanges"),
});

const host = new RdpHost("desktop-1", {
  resourceGroupName,
  subnetResourceId: hostSubnetResourceId,
  certificateSecretUrl: certificate.certificateSecretUrl,
  identityResourceId: certificate.identityResourceId,
  identityClientId: certificate.identityClientId,
  adminUsername: "operator",
  adminPassword: config.requireSecret("adminPassword"),
  guestPackageUri: config.require("guestPackageUri"),
});

/** What to type on a client. */
export const connect = host.connect;
