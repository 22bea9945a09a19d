import { RdpCertificate, RdpNetwork } from "../../components";
import type { RdpCertificateArgs } from "../../components";
import { planCertificate } from "../../components/rdp-certificate-plan";
import { inputsOf, recordResources, settled, valueOf } from "./registered";

const healthy: RdpCertificateArgs = {
  resourceGroupName: "rg",
  vaultName: "kv-rdp",
  hostSubnetResourceIds: ["subnet"],
  deployerPrincipalId: "deployer",
};

describe("the plan", () => {
  test("the vault answers by roles, cannot be purged, and lets in the hosts' subnet and the deployer only", () => {
    expect(planCertificate("rdp", { ...healthy, deployerAddressRanges: ["203.0.113.0/24"] }).vaultProperties).toEqual({
      sku: { family: "A", name: "standard" },
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      enablePurgeProtection: true,
      softDeleteRetentionInDays: 90,
      publicNetworkAccess: "Enabled",
      networkAcls: {
        bypass: "AzureServices",
        defaultAction: "Deny",
        ipRules: [{ value: "203.0.113.0/24" }],
        virtualNetworkRules: [{ id: "subnet" }],
      },
    });
  });

  test("the certificate is for Remote Desktop alone, carries its key, and renews by itself a quarter before its end", () => {
    expect(planCertificate("rdp", healthy).certificate).toEqual({
      name: "rdp-listener",
      tags: { rdp904: "certificate" },
      certificatePolicy: {
        issuerParameters: { name: "Self" },
        keyProperties: { keyType: "RSA", keySize: 2048, exportable: true, reuseKey: false },
        secretProperties: { contentType: "application/x-pkcs12" },
        x509CertificateProperties: {
          subject: "CN=rdp-listener",
          extendedKeyUsages: ["1.3.6.1.4.1.311.54.1.2"],
          keyUsages: ["digitalSignature", "keyEncipherment"],
          validityInMonths: 12,
        },
        lifetimeActions: [{ action: { actionType: "AutoRenew" }, trigger: { daysBeforeExpiry: 90 } }],
      },
    });
  });

  test("names by which clients connect become the subject and its alternatives", () => {
    const { certificatePolicy } = planCertificate("rdp", {
      ...healthy,
      dnsNames: ["a.example", "*.b.example"],
    }).certificate;
    expect(certificatePolicy).toMatchObject({
      x509CertificateProperties: {
        subject: "CN=a.example",
        subjectAlternativeNames: { dnsNames: ["a.example", "*.b.example"] },
      },
    });
  });

  test("the URL names the vault and the certificate, and no version", () => {
    expect(planCertificate("rdp", { ...healthy, vaultName: "KV-Rdp" }).secretUrl).toBe(
      "https://kv-rdp.vault.azure.net/secrets/rdp-listener",
    );
  });
});

describe("refused while planning", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["no vault name", { vaultName: undefined }, "rdp: vaultName is missing. Allowed: 3 to 24 letters"],
    ["a vault name with two hyphens in a row", { vaultName: "kv--rdp" }, 'rdp: vaultName is "kv--rdp".'],
    ["a vault name of 25 characters", { vaultName: "k".repeat(25) }, "rdp: vaultName is"],
    ["a certificate name with a dot", { certificateName: "a.b" }, 'rdp: certificateName is "a.b".'],
    ["no subnet", { hostSubnetResourceIds: [] }, "(RDP904-020)"],
    ["a private range of the deployer", { deployerAddressRanges: ["10.0.0.0/8"] }, 'Ranges[0] is "10.0.0.0/8".'],
    ["an IPv6 range of the deployer", { deployerAddressRanges: ["2001:db8::/48"] }, "Allowed: public IPv4 addresses"],
    ["a validity of one month", { validityMonths: 1 }, "Allowed: a whole number of months from 2 to 36."],
    ["a renewal in the last days", { renewBeforeExpiryDays: 13 }, "rdp: renewBeforeExpiryDays is 13."],
    ["a renewal before the first day", { renewBeforeExpiryDays: 325 }, "days (RDP904-046) from 14 to 324."],
    [
      "an unknown kind of principal",
      { deployerPrincipalType: "Person" },
      'Allowed: "ServicePrincipal", "User", "Group".',
    ],
    ["a short key", { keySizeBits: 1024 }, "rdp: keySizeBits is 1024. Allowed: 2048, 3072, 4096."],
    ["a retention beyond 90 days", { softDeleteRetentionDays: 91 }, "rdp: softDeleteRetentionDays is 91."],
    ["a DNS name with a space", { dnsNames: ["a b"] }, 'rdp: dnsNames[0] is "a b".'],
    ["a first DNS name beyond a common name", { dnsNames: [`${"a".repeat(60)}.example`] }, "of up to 64 characters"],
  ])("%s", (_title, change, message) => {
    expect(() => planCertificate("rdp", { ...healthy, ...change } as RdpCertificateArgs)).toThrow(message);
  });

  test("a window of a fifth is enough for a validity of two months", () => {
    const plan = planCertificate("rdp", { ...healthy, validityMonths: 2, renewBeforeExpiryDays: 12 });
    expect(plan.certificate.certificatePolicy).toMatchObject({
      lifetimeActions: [{ trigger: { daysBeforeExpiry: 12 } }],
    });
  });
});

describe("the component", () => {
  test("makes a vault, an identity that may read it, a deployer who may issue, and the certificate", async () => {
    await recordResources();
    const component = new RdpCertificate("rdp", healthy);
    const resources = await settled(component.identityClientId, component.identityResourceId);
    expect(resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "azure-native:authorization:RoleAssignment rdp-deployer-issues",
      "azure-native:authorization:RoleAssignment rdp-identity-reads",
      "azure-native:keyvault:Vault rdp-vault",
      "azure-native:managedidentity:UserAssignedIdentity rdp-identity",
      "azure:keyvault/certificate:Certificate rdp-certificate",
      "rdp904:index:RdpCertificate rdp",
    ]);
    const role =
      "/subscriptions/33333333-3333-3333-3333-333333333333/providers/Microsoft.Authorization/roleDefinitions";
    expect(inputsOf(resources, "rdp-identity-reads")).toEqual({
      scope: "id of rdp-vault",
      principalId: "principal of rdp-identity",
      principalType: "ServicePrincipal",
      roleDefinitionId: `${role}/4633458b-17de-408a-b874-0445c86b69e6`,
    });
    expect(inputsOf(resources, "rdp-deployer-issues")).toEqual({
      scope: "id of rdp-vault",
      principalId: "deployer",
      principalType: "ServicePrincipal",
      roleDefinitionId: `${role}/a4417e6f-fecd-4de8-b567-7b0420556985`,
    });
    expect(inputsOf(resources, "rdp-vault")).toMatchObject({
      vaultName: "kv-rdp",
      properties: { tenantId: "44444444-4444-4444-4444-444444444444" },
    });
    expect(inputsOf(resources, "rdp-certificate")).toMatchObject({
      keyVaultId: "id of rdp-vault",
      name: "rdp-listener",
    });
  });

  test("in a preview of a new subnet, what is known of the vault stays known, so that rules can judge it", async () => {
    await recordResources({ preview: true });
    const clients = [{ from: ["10.20.0.0/16"] }];
    const { hostSubnetResourceId } = new RdpNetwork("network", { resourceGroupName: "rg", clients });
    const hostSubnetResourceIds = [hostSubnetResourceId];
    const { vaultResourceId } = new RdpCertificate("rdp", { ...healthy, hostSubnetResourceIds });
    expect(inputsOf(await settled(vaultResourceId), "rdp-vault").properties).toMatchObject({
      enableRbacAuthorization: true,
      networkAcls: { defaultAction: "Deny", virtualNetworkRules: [{}] },
    });
  });

  test("in a preview the URL is known and the identity is not, so that hosts wait for its grant", async () => {
    await recordResources({ preview: true });
    const component = new RdpCertificate("rdp", healthy);
    expect(await valueOf(component.certificateSecretUrl)).toBe("https://kv-rdp.vault.azure.net/secrets/rdp-listener");
    expect(await valueOf(component.identityClientId)).toBeUndefined();
    await settled();
  });

  test("whoever uses the identity depends on its grant, and on the certificate for the client id", async () => {
    await recordResources();
    const { identityClientId, identityResourceId } = new RdpCertificate("rdp", healthy);
    expect(await dependenciesOf(identityResourceId)).toEqual(["rdp-identity", "rdp-identity-reads"]);
    expect(await dependenciesOf(identityClientId)).toEqual(["rdp-certificate", "rdp-identity", "rdp-identity-reads"]);
    await settled();
  });

  test("the certificate waits until the deployer may issue it", async () => {
    await recordResources();
    const { identityClientId } = new RdpCertificate("rdp", healthy);
    const order = (await settled(identityClientId)).map(({ name }) => name);
    expect(order.indexOf("rdp-certificate")).toBeGreaterThan(order.indexOf("rdp-deployer-issues"));
  });
});

async function dependenciesOf(output: unknown): Promise<string[]> {
  const resources = await (output as { allResources(): Promise<Set<{ __name: string }>> }).allResources();
  return [...resources].map(({ __name }) => __name).sort();
}
