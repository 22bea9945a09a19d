import * as authorization from "@pulumi/azure-native/authorization";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { RdpCertificate, RdpHost, RdpNetwork } from "../../components";

/** With what they share, 200 resources. */
const hosts = 31;

const { name: resourceGroupName } = new resources.ResourceGroup("many");
const network = new RdpNetwork("many", { resourceGroupName, clients: [{ from: ["10.20.0.0/16"] }] });
const certificate = new RdpCertificate("many", {
  resourceGroupName,
  vaultName: "kv-many-hosts-bench",
  hostSubnetResourceIds: [network.hostSubnetResourceId],
  deployerPrincipalId: authorization.getClientConfigOutput().objectId,
  deployerAddressRanges: ["203.0.113.0/24"],
});
const adminPassword = new pulumi.Config().requireSecret("adminPassword");

for (let host = 1; host <= hosts; host++) {
  new RdpHost(`host-${host}`, {
    resourceGroupName,
    subnetResourceId: network.hostSubnetResourceId,
    certificateSecretUrl: certificate.certificateSecretUrl,
    identityResourceId: certificate.identityResourceId,
    identityClientId: certificate.identityClientId,
    adminUsername: "operator",
    adminPassword,
    guestPackageUri: "https://packages.example.net/Rdp904.zip",
  });
}
