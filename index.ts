import * as authorization from "@pulumi/azure-native/authorization";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { checkClients, RdpCertificate, RdpHost, RdpNetwork } from "./components";
import type { RdpPrincipalType, RdpSecurityRuleArgs } from "./components";
import { checkText, checkWhole } from "./components/argument-check";

// Defaults stand in Pulumi.yaml.
const config = new pulumi.Config();
const key = (name: string) => `${pulumi.getProject()}:${name}`;
const filled = (name: string, allowed: string) => checkText(key(name), config.get(name) || undefined, /\S/, allowed);

// The policy pack reads the same key, so that network and rules mean the same clients.
const clients = checkClients("rdp904:clients", new pulumi.Config("rdp904").getObject("clients"));
const hostCount = checkWhole(key("hostCount"), config.requireNumber("hostCount"), { min: 1, max: 50, unit: "hosts" });
const vaultName = filled("vaultName", "a name that no other vault in Azure has: 3 to 24 letters, digits and hyphens");
const guestPackageUri = filled("guestPackageUri", "the HTTPS URL of the file that npm run guest-package writes");

const group = new resources.ResourceGroup("rdp");

const network = new RdpNetwork("rdp", {
  resourceGroupName: group.name,
  clients,
  additionalSecurityRules: config.requireObject<RdpSecurityRuleArgs[]>("additionalSecurityRules"),
});

const certificate = new RdpCertificate("rdp", {
  resourceGroupName: group.name,
  vaultName,
  hostSubnetResourceIds: [network.hostSubnetResourceId],
  deployerPrincipalId: config.get("deployerPrincipalId") || authorization.getClientConfigOutput().objectId,
  deployerPrincipalType: config.require<RdpPrincipalType>("deployerPrincipalType"),
  deployerAddressRanges: config.requireObject<string[]>("deployerAddressRanges"),
});

const hosts = Array.from({ length: hostCount }, (_, index) => {
  return new RdpHost(`rdp-host-${index + 1}`, {
    resourceGroupName: group.name,
    subnetResourceId: network.hostSubnetResourceId,
    certificateSecretUrl: certificate.certificateSecretUrl,
    identityResourceId: certificate.identityResourceId,
    identityClientId: certificate.identityClientId,
    adminUsername: config.require("adminUsername"),
    adminPassword: config.requireSecret("adminPassword"),
    guestPackageUri,
  });
});

/** What to type on a client, one line for each host. */
export const connect = hosts.map((host) => host.connect);
/** URL of the certificate, without a version. */
export const certificateSecretUrl = certificate.certificateSecretUrl;
/** ARM ids of the hosts, for other stacks. */
export const hostResourceIds = hosts.map((host) => host.virtualMachineResourceId);
