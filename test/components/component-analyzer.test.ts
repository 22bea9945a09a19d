import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Analyzer, type AnalyzeResult } from "@pulumi/pulumi/provider/experimental/analyzer";
import * as components from "../../components";

jest.setTimeout(300_000);

const folder = join(__dirname, "../../components");
const names = Object.entries(components)
  .filter(([, value]) => typeof value === "function" && "isInstance" in value && /^Rdp/.test(value.name))
  .map(([name]) => name);

let result: AnalyzeResult;
beforeAll(() => {
  const scratch = mkdtempSync(join(tmpdir(), "rdp904-analyzer-"));
  const tsconfig = { extends: join(folder, "../tsconfig.json"), files: [join(folder, "index.ts")], include: [] };
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(tsconfig));
  try {
    const entry = { main: join(folder, "index.js") };
    result = new Analyzer(scratch, "rdp904", entry, new Set(names)).analyze();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

test("Pulumi's analyzer takes every component, so that other languages can use them", () => {
  expect(names).toEqual([
    ...["RdpCertificate", "RdpGuestConfiguration", "RdpGuestPackage", "RdpHost", "RdpNetwork", "RdpProtection"],
    "RdpScaleSet",
  ]);
  expect(Object.keys(result.components).sort()).toEqual(names);
});

test("choices reach other languages as enumerations, with their values", () => {
  const enumerations = Object.entries(result.typeDefinitions).flatMap(([name, { enum: values }]) =>
    // Their order is by chance: the compiler numbers a text where it meets it first.
    values ? [[name, values.map(({ value }) => value).sort()]] : [],
  );
  expect(Object.fromEntries(enumerations)).toEqual({
    RdpAccess: ["bastion", "gateway", "private"],
    RdpBastionSku: ["Basic", "Premium", "Standard"],
    RdpCertificateAuthorityProvider: ["DigiCert", "GlobalSign"],
    RdpCertificateIssuer: ["caller", "certificateAuthority", "self"],
    RdpEgress: ["callerProvided", "natGateway"],
    RdpHostRole: ["gateway", "host"],
    RdpOrchestrationMode: ["Flexible", "Uniform"],
    RdpPrincipalType: ["Group", "ServicePrincipal", "User"],
    RdpRuleAccess: ["Allow", "Deny"],
    RdpRuleDirection: ["Inbound", "Outbound"],
    RdpVaultAccess: ["privateEndpoint", "serviceEndpoint"],
  });
});

test("components keep nothing but outputs, and all of them are described", () => {
  const outputs = Object.values(result.components).flatMap(({ name, outputs: own }) =>
    Object.entries(own).map(([output, { description }]) => [`${name}.${output}`, Boolean(description)]),
  );
  expect(Object.fromEntries(outputs)).toEqual({
    "RdpCertificate.certificateSecretUrl": true,
    "RdpCertificate.identityClientId": true,
    "RdpCertificate.identityPrincipalId": true,
    "RdpCertificate.identityResourceId": true,
    "RdpCertificate.vaultResourceId": true,
    "RdpGuestConfiguration.assignmentResourceId": true,
    "RdpGuestPackage.guestPackageHash": true,
    "RdpGuestPackage.guestPackageUri": true,
    "RdpGuestPackage.storageAccountResourceId": true,
    "RdpHost.certificateSecretUrl": true,
    "RdpHost.connect": true,
    "RdpHost.connectionMethod": true,
    "RdpHost.networkInterfaceResourceId": true,
    "RdpHost.privateIpAddress": true,
    "RdpHost.virtualMachineResourceId": true,
    "RdpNetwork.bastionResourceId": true,
    "RdpNetwork.clientGroupResourceId": true,
    "RdpNetwork.gatewaySubnetResourceId": true,
    "RdpNetwork.hostGroupResourceIds": true,
    "RdpNetwork.hostSubnetResourceId": true,
    "RdpNetwork.listenerPort": true,
    "RdpNetwork.networkInterfaceSecurityGroupResourceId": true,
    "RdpNetwork.securityGroupResourceId": true,
    "RdpNetwork.vaultDnsZoneResourceId": true,
    "RdpNetwork.vaultEndpointSubnetResourceId": true,
    "RdpNetwork.virtualNetworkResourceId": true,
    "RdpProtection.certificateSecretUrl": true,
    "RdpProtection.virtualMachineResourceId": true,
    "RdpScaleSet.certificateSecretUrl": true,
    "RdpScaleSet.connect": true,
    "RdpScaleSet.connectionMethod": true,
    "RdpScaleSet.networkInterfaceResourceIds": true,
    "RdpScaleSet.virtualMachineResourceIds": true,
    "RdpScaleSet.virtualMachineScaleSetResourceId": true,
  });
});
