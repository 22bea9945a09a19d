import * as authorization from "@pulumi/azure-native/authorization";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { RdpCertificate, RdpHost, RdpNetwork } from "../../components";

const config = new pulumi.Config();
const hostSubnetResourceId = config.require("hostSubnetResourceId");
const { name: resourceGroupName } = new resources.ResourceGroup("desktops");

const network = new RdpNetwork("desktops", {
  resourceGroupName,
  hostSubnetResourceId,
  clients: [{ from: ["10.20.0.0/16"] }],
  makesHostGroup: true,
});

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
  // The network team's subnet cannot take the group, so that the network interface does
  networkInterfaceSecurityGroupResourceId: network.networkInterfaceSecurityGroupResourceId!,
  applicationSecurityGroupResourceIds: network.hostGroupResourceIds,
  certificateSecretUrl: certificate.certificateSecretUrl,
  identityResourceId: certificate.identityResourceId,
  identityClientId: certificate.identityClientId,
  adminUsername: "operator",
  adminPassword: config.requireSecret("adminPassword"),
  guestPackageUri: config.require("guestPackageUri"),
});

/** What to type on a client. */
export const connect = host.connect;
/** Group of the hosts, for rules of other security groups. */
export const hostGroupResourceIds = network.hostGroupResourceIds;
