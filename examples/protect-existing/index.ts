import * as authorization from "@pulumi/azure-native/authorization";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { RdpCertificate, RdpProtection } from "../../components";

const config = new pulumi.Config();
const { name: resourceGroupName } = new resources.ResourceGroup("protection");

const certificate = new RdpCertificate("desktops", {
  resourceGroupName,
  vaultName: config.require("vaultName"),
  hostSubnetResourceIds: [config.require("hostSubnetResourceId")],
  deployerPrincipalId: authorization.getClientConfigOutput().objectId,
  deployerAddressRanges: config.requireObject<string[]>("deployerAddressRanges"),
});

const desktop = new RdpProtection("desktop-7", {
  virtualMachineResourceId: config.require("virtualMachineResourceId"),
  certificateSecretUrl: certificate.certificateSecretUrl,
  identityResourceId: certificate.identityResourceId,
  identityClientId: certificate.identityClientId,
  guestPackageUri: config.require("guestPackageUri"),
});

/** ARM id of the machine that is protected. */
export const virtualMachineResourceId = desktop.virtualMachineResourceId;
