import * as authorization from "@pulumi/azure-native/authorization";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { RdpAccess, RdpCertificate, RdpCertificateAuthorityProvider } from "../../components";
import { RdpCertificateIssuer, RdpHost, RdpHostRole, RdpNetwork } from "../../components";
import { publish } from "./publish";

const config = new pulumi.Config();
const gatewayName = config.require("gatewayName");
const { name: resourceGroupName } = new resources.ResourceGroup("farm");

const network = new RdpNetwork("farm", {
  resourceGroupName,
  access: RdpAccess.Gateway,
  gateway: { from: ["Internet"] },
  // Administrators, over the company's VPN, reach gateways and hosts without the gateway
  clients: [{ from: ["10.20.0.0/16"] }],
});

const certificate = new RdpCertificate("farm", {
  resourceGroupName,
  vaultName: config.require("vaultName"),
  hostSubnetResourceIds: [network.hostSubnetResourceId, network.gatewaySubnetResourceId!],
  deployerPrincipalId: authorization.getClientConfigOutput().objectId,
  deployerAddressRanges: config.requireObject<string[]>("deployerAddressRanges"),
  issuer: RdpCertificateIssuer.CertificateAuthority,
  certificateAuthority: {
    provider: RdpCertificateAuthorityProvider.GlobalSign,
    accountId: config.require("authorityAccountId"),
    accountPassword: config.requireSecret("authorityPassword"),
  },
  dnsNames: [gatewayName, `*.farm.${gatewayName}`],
});

function machine(name: string, role: RdpHostRole, subnetResourceId: pulumi.Input<string>): RdpHost {
  return new RdpHost(name, {
    resourceGroupName,
    role,
    subnetResourceId,
    gatewayName,
    certificateSecretUrl: certificate.certificateSecretUrl,
    certificateSubject: gatewayName,
    identityResourceId: certificate.identityResourceId,
    identityClientId: certificate.identityClientId,
    adminUsername: "operator",
    adminPassword: config.requireSecret("adminPassword"),
    guestPackageUri: config.require("guestPackageUri"),
  });
}

const gateways = ["gateway-1", "gateway-2"].map((name) =>
  machine(name, RdpHostRole.Gateway, network.gatewaySubnetResourceId!),
);
const hosts = ["host-1", "host-2", "host-3"].map((name) =>
  machine(name, RdpHostRole.Host, network.hostSubnetResourceId),
);

/** Address to which the DNS name of the gateway points. */
export const gatewayAddress = publish("farm", resourceGroupName, network.virtualNetworkResourceId, gateways);
/** What to type on a client, one line for each host. */
export const connect = hosts.map((host) => host.connect);
