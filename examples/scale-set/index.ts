import * as authorization from "@pulumi/azure-native/authorization";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { RdpCertificate, RdpNetwork, RdpScaleSet } from "../../components";

const config = new pulumi.Config();
const { name: resourceGroupName } = new resources.ResourceGroup("desktops");

const network = new RdpNetwork("desktops", { resourceGroupName, clients: [{ from: ["10.20.0.0/16"] }] });

const certificate = new RdpCertificate("desktops", {
  resourceGroupName,
  vaultName: config.require("vaultName"),
  hostSubnetResourceIds: [network.hostSubnetResourceId],
  deployerPrincipalId: authorization.getClientConfigOutput().objectId,
  deployerAddressRanges: config.requireObject<string[]>("deployerAddressRanges"),
});

const desktops = new RdpScaleSet("desktops", {
  resourceGroupName,
  instanceCount: 3,
  availabilityZones: ["1", "2", "3"],
  computerNamePrefix: "desktop",
  subnetResourceId: network.hostSubnetResourceId,
  certificateSecretUrl: certificate.certificateSecretUrl,
  identityResourceId: certificate.identityResourceId,
  identityClientId: certificate.identityClientId,
  adminUsername: "operator",
  adminPassword: config.requireSecret("adminPassword"),
  guestPackageUri: config.require("guestPackageUri"),
});

/** What to type on a client, one line for each host. */
export const connect = desktops.connect;
