import { RdpCertificate, RdpNetwork } from "../../../components";
import type { RdpCertificateArgs } from "../../../components";
import { planCertificate } from "../../../components/certificate/rdp-certificate-plan";
import { dependenciesOf, inputsOf, recordResources, settled, valueOf } from "../registered";

const healthy: RdpCertificateArgs = {
  resourceGroupName: "rg",
  vaultName: "kv-rdp",
  hostSubnetResourceIds: ["subnet"],
  deployerPrincipalId: "deployer",
};

describe("the plan", () => {
  test("the vault answers by roles, cannot be purged, and lets in the hosts' subnet and the deployer only", () => {
    expect(
      planCertificate("rdp", { ...healthy, deployerAddressRanges: ["203.0.113.0/24"] }).made?.vaultProperties,
    ).toEqual({
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
    expect(planCertificate("rdp", healthy).made?.certificate).toEqual({
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
    const { made } = planCertificate("rdp", { ...healthy, dnsNames: ["a.example", "*.b.example"] });
    expect(made?.certificate.certificatePolicy).toMatchObject({
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

const account = { provider: "DigiCert", accountId: "1", accountPassword: "hidden", organizationId: "2" } as const;
const byAuthority: Partial<RdpCertificateArgs> = {
  issuer: "certificateAuthority",
  certificateAuthority: account,
  dnsNames: ["rdp.example.net"],
};
const brought = {
  resourceGroupName: "rg",
  issuer: "caller",
  certificateSecretUrl: "https://kv-other.vault.azure.net/secrets/rdp",
  vaultResourceId: "/subscriptions/s/resourceGroups/other/providers/Microsoft.KeyVault/vaults/kv-other",
} as const;
const inSubnet = { vaultEndpointSubnetResourceId: "endpoints", vaultDnsZoneResourceId: "zone" };

describe("the plan by issuer", () => {
  test("a CA's certificate is for servers, because no public CA issues for Remote Desktop alone, and lasts three months", () => {
    const { certificatePolicy } = planCertificate("rdp", { ...healthy, ...byAuthority }).made!.certificate;
    expect(certificatePolicy).toMatchObject({
      issuerParameters: { name: "rdp904" },
      x509CertificateProperties: { extendedKeyUsages: ["1.3.6.1.5.5.7.3.1"], validityInMonths: 3 },
      lifetimeActions: [{ trigger: { daysBeforeExpiry: 35 } }],
    });
  });

  test("of a certificate that the caller brings nothing is made but the identity", () => {
    expect(planCertificate("rdp", brought)).toEqual({
      identity: { resourceGroupName: "rg", location: undefined, tags: {} },
      secretUrl: "https://kv-other.vault.azure.net/secrets/rdp",
    });
  });
});

test("a vault that hosts reach by its private endpoint alone is closed to the public network", () => {
  const { hostSubnetResourceIds, ...without } = healthy;
  const { made } = planCertificate("rdp", { ...without, ...inSubnet });
  expect(made?.vaultProperties).toMatchObject({
    publicNetworkAccess: "Disabled",
    networkAcls: { defaultAction: "Deny" },
  });
  const runner = planCertificate("rdp", { ...without, ...inSubnet, deployerAddressRanges: ["203.0.113.7"] });
  expect(runner.made?.vaultProperties).toMatchObject({ publicNetworkAccess: "Enabled" });
  expect(hostSubnetResourceIds).toHaveLength(1);
});

test("an alert is told of this certificate's expiry alone", () => {
  const { made } = planCertificate("rdp", { ...healthy, alertActionGroupResourceIds: ["group"] });
  expect(made?.alert).toMatchObject({
    topic: { topicType: "Microsoft.KeyVault.vaults" },
    subscription: {
      eventDeliverySchema: "CloudEventSchemaV1_0",
      filter: {
        includedEventTypes: ["Microsoft.KeyVault.CertificateNearExpiry", "Microsoft.KeyVault.CertificateExpired"],
        subjectBeginsWith: "rdp-listener",
        subjectEndsWith: "rdp-listener",
      },
      destination: { endpointType: "MonitorAlert", actionGroups: ["group"] },
    },
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
    ["an unknown issuer", { issuer: "Unknown" }, 'Allowed: "self", "certificateAuthority", "caller".'],
    ["no deployer", { deployerPrincipalId: "" }, "rdp: deployerPrincipalId is missing."],
    [
      "a CA without an account",
      { ...byAuthority, certificateAuthority: undefined },
      "rdp: certificateAuthority is missing.",
    ],
    ["an account that nobody asked for", { certificateAuthority: account }, "rdp: certificateAuthority is given."],
    ["a CA that has no name to confirm", { ...byAuthority, dnsNames: [] }, "rdp: dnsNames is empty."],
    ["a CA's certificate for seven months", { ...byAuthority, validityMonths: 7 }, "of months from 2 to 6."],
    [
      "a CA that Key Vault does not know",
      { ...byAuthority, certificateAuthority: { ...account, provider: "Other" } },
      'Allowed: "DigiCert", "GlobalSign".',
    ],
    [
      "DigiCert without an organization",
      { ...byAuthority, certificateAuthority: { ...account, organizationId: undefined } },
      "rdp: certificateAuthority.organizationId is missing.",
    ],
    ["a vault for a certificate of the caller's", { ...brought, vaultName: "kv" }, "rdp: vaultName is given."],
    [
      "a URL of a certificate that is made",
      { certificateSecretUrl: "https://a" },
      "rdp: certificateSecretUrl is given.",
    ],
    ["a private endpoint without a zone", { vaultEndpointSubnetResourceId: "e" }, "(RDP904-020)"],
    ["a zone without a private endpoint", { vaultDnsZoneResourceId: "z" }, "rdp: vaultDnsZoneResourceId is given."],
    [
      "an alert at each renewal",
      { alertActionGroupResourceIds: ["group"], renewBeforeExpiryDays: 30 },
      "rdp: renewBeforeExpiryDays is 30. Allowed: more than 30 days with an alert",
    ],
    ["an endless wait", { grantWaitMinutes: 31 }, "Allowed: a whole number of minutes from 0 to 30."],
    ["a short key", { keySizeBits: 1024 }, "rdp: keySizeBits is 1024. Allowed: 2048, 3072, 4096."],
    ["a retention beyond 90 days", { softDeleteRetentionDays: 91 }, "rdp: softDeleteRetentionDays is 91."],
    ["a DNS name with a space", { dnsNames: ["a b"] }, 'rdp: dnsNames[0] is "a b".'],
    ["a first DNS name beyond a common name", { dnsNames: [`${"a".repeat(60)}.example`] }, "of up to 64 characters"],
  ])("%s", (_title, change, message) => {
    expect(() => planCertificate("rdp", { ...healthy, ...change } as RdpCertificateArgs)).toThrow(message);
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      "a URL with a version",
      { certificateSecretUrl: `${brought.certificateSecretUrl}/0123456789abcdef0123456789abcdef` },
      "(RDP904-041)",
    ],
    [
      "a URL of the certificate without its key",
      { certificateSecretUrl: "https://kv.vault.azure.net/certificates/a" },
      "041",
    ],
    ["no vault", { vaultResourceId: undefined }, "rdp: vaultResourceId is missing."],
  ])("of a caller's certificate %s", (_title, change, message) => {
    expect(() => planCertificate("rdp", { ...brought, ...change } as RdpCertificateArgs)).toThrow(message);
  });

  test("no message ever holds the password of the account with the CA", () => {
    const certificateAuthority = { ...account, accountId: undefined } as unknown as typeof account;
    const plan = () => planCertificate("rdp", { ...healthy, ...byAuthority, certificateAuthority });
    expect(plan).toThrow("rdp: certificateAuthority.accountId is missing.");
    expect(plan).not.toThrow("hidden");
  });

  test("a window of a fifth is enough for a validity of two months", () => {
    const plan = planCertificate("rdp", { ...healthy, validityMonths: 2, renewBeforeExpiryDays: 12 });
    expect(plan.made?.certificate.certificatePolicy).toMatchObject({
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

  test("a brought certificate gets an identity and its role on that vault, and no vault, certificate or deployer", async () => {
    await recordResources();
    const component = new RdpCertificate("rdp", brought);
    const resources = await settled(component.identityClientId);
    expect(resources.map(({ name }) => name).sort()).toEqual(["rdp", "rdp-identity", "rdp-identity-reads"]);
    expect(inputsOf(resources, "rdp-identity-reads")).toMatchObject({ scope: brought.vaultResourceId });
    expect(await valueOf(component.certificateSecretUrl)).toBe(brought.certificateSecretUrl);
  });

  test("a host waits for the vault's private endpoint and its name", async () => {
    await recordResources();
    const { identityClientId } = new RdpCertificate("rdp", { ...brought, ...inSubnet });
    expect(await dependenciesOf(identityClientId)).toContain("rdp-vault-endpoint-zones");
    const resources = await settled(identityClientId);
    expect(inputsOf(resources, "rdp-vault-endpoint")).toMatchObject({
      subnet: { id: "endpoints" },
      privateLinkServiceConnections: [{ privateLinkServiceId: brought.vaultResourceId, groupIds: ["vault"] }],
    });
    expect(inputsOf(resources, "rdp-vault-endpoint-zones")).toMatchObject({
      privateEndpointName: "name of rdp-vault-endpoint",
      privateDnsZoneConfigs: [{ privateDnsZoneId: "zone" }],
    });
  });

  test("the certificate is issued after the CA is known and after somebody is told of its expiry", async () => {
    await recordResources();
    const args = { ...healthy, ...byAuthority, alertActionGroupResourceIds: ["group"] };
    const { identityClientId } = new RdpCertificate("rdp", args);
    const order = (await settled(identityClientId)).map(({ name }) => name);
    const at = order.indexOf("rdp-certificate");
    expect(at).toBeGreaterThan(order.indexOf("rdp-authority"));
    expect(at).toBeGreaterThan(order.indexOf("rdp-expiry-alert"));
  });

  test("the certificate waits until the deployer may issue it", async () => {
    await recordResources();
    const { identityClientId } = new RdpCertificate("rdp", healthy);
    const order = (await settled(identityClientId)).map(({ name }) => name);
    expect(order.indexOf("rdp-certificate")).toBeGreaterThan(order.indexOf("rdp-deployer-issues"));
  });
});
