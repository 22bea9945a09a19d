import fc from "fast-check";
import {
  RdpCertificate,
  RdpGuestConfiguration,
  RdpGuestPackage,
  RdpHost,
  RdpHostRole,
  RdpNetwork,
} from "../../components";
import { RdpProtection, RdpScaleSet } from "../../components";
import type { RdpCertificateArgs, RdpClientArgs, RdpHostArgs, RdpNetworkArgs } from "../../components";
import { imageSkus } from "../../components/host/images";
import { judge } from "../../policies/pack/judge";
import { rules } from "../../policies/rules/catalog";
import { defaultSettings, type Settings } from "../../policies/settings/settings";
import { answerCalls } from "./registered";
import { previewedEstate } from "./registered-estate";

jest.setTimeout(300_000);

const group = "/subscriptions/s/resourceGroups/rg/providers/Microsoft";
const subnet = `${group}.Network/virtualNetworks/hub/subnets/hosts`;

const ranges = ["10.20.0.0/16", "10.20.3.4", "172.16.0.0/12", "203.0.113.0/24", "198.51.100.7/32", "VirtualNetwork"];
const clientsFrom = (...sources: string[]) =>
  fc.array(fc.record({ from: fc.uniqueArray(fc.constantFrom(...sources), { minLength: 1, maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 3,
  });
const people = fc.constantFrom(["Internet"], ["203.0.113.0/24"], ["203.0.113.0/24", "198.51.100.7"]);

const always = {
  makesHostGroup: fc.boolean(),
  tags: fc.constantFrom({}, { owner: "ops" }),
};
const made = {
  ...always,
  addressPrefix: fc.constantFrom("10.90.0.0/22", "10.88.0.0/14"),
  hostSubnetAddressPrefix: fc.constantFrom("10.90.0.0/24", "10.90.0.64/27", "10.90.2.0/29"),
  egress: fc.constantFrom("natGateway", "callerProvided"),
  vaultAccess: fc.constantFrom("serviceEndpoint", "privateEndpoint"),
};
const bastion = fc.oneof(
  fc.record({ from: people, sku: fc.constant("Basic") }),
  fc.record({
    from: people,
    sku: fc.constantFrom("Standard", "Premium"),
    instanceCount: fc.integer({ min: 2, max: 50 }),
    admitsNativeClient: fc.boolean(),
  }),
);
const direct = fc.oneof(
  fc.record({ ...made, access: fc.constant("private") }),
  fc.record({ ...always, hostSubnetResourceId: fc.constant(subnet) }),
);
const through = fc.oneof(
  fc.record({ ...made, access: fc.constant("bastion"), bastion }),
  fc.record({ ...made, access: fc.constant("gateway"), gateway: fc.record({ from: people }) }),
);
const comers = fc.oneof(
  fc.record({ clients: clientsFrom(...ranges, `${group}.Network/applicationSecurityGroups/admins`) }),
  fc.record({ clients: clientsFrom(...ranges), makesClientGroup: fc.constant(true) }),
);
const beside = fc.oneof(fc.constant({}), comers);
const networks = fc
  .oneof(fc.tuple(direct, comers), fc.tuple(through, beside))
  .map(([place, comer]) => ({ ...place, ...comer })) as fc.Arbitrary<Partial<RdpNetworkArgs>>;

const issued = {
  deployerAddressRanges: fc.constantFrom<string[][]>([], ["203.0.113.0/24"]),
  keySizeBits: fc.constantFrom(2048, 3072, 4096),
  alertActionGroupResourceIds: fc.constantFrom<string[][]>([], [`${group}.Insights/actionGroups/ops`]),
};
const certificates = fc.oneof(
  fc.record({ ...issued, issuer: fc.constant("self"), validityMonths: fc.integer({ min: 2, max: 36 }) }),
  fc.record({
    ...issued,
    issuer: fc.constant("certificateAuthority"),
    validityMonths: fc.integer({ min: 2, max: 6 }),
    dnsNames: fc.constant(["rdp.example.net"]),
    certificateAuthority: fc.constantFrom(
      { provider: "GlobalSign", accountId: "1", accountPassword: "p" },
      { provider: "DigiCert", accountId: "1", accountPassword: "p", organizationId: "2" },
    ),
  }),
  fc.constant({ issuer: "caller" }),
) as fc.Arbitrary<Partial<RdpCertificateArgs>>;

const hosts = fc.record(
  {
    vmSize: fc.constantFrom("Standard_D4as_v5", "Standard_DS2_v2", "Standard_B2ms"),
    imageSku: fc.constantFrom(...imageSkus),
    timeZone: fc.constantFrom("UTC", "W. Europe Standard Time"),
    availabilityZone: fc.constantFrom("1", "2", "3"),
    maintenanceConfigurationResourceId: fc.constant(`${group}.Maintenance/maintenanceConfigurations/nights`),
    certificatePollingIntervalSeconds: fc.integer({ min: 300, max: 3600 }),
    skipsCertificateExtension: fc.boolean(),
    skipsConfigurationExtension: fc.boolean(),
    admitsShadowing: fc.boolean(),
    admitsWebSocket: fc.boolean(),
    tags: fc.constantFrom({}, { owner: "ops" }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<RdpHostArgs>>;

interface Case {
  readonly network: Partial<RdpNetworkArgs>;
  readonly certificate: Partial<RdpCertificateArgs>;
  readonly host: Partial<RdpHostArgs>;
  /** Of the hosts' listeners; RDP's own where it is undefined. */
  readonly port: number | undefined;
  /** Whether the stack brings the guest package. */
  readonly uploads: boolean;
  readonly instanceCount: number;
  readonly protectsAnother: boolean;
  readonly configuresAnother: boolean;
  readonly declares: boolean;
}

function program(one: Case): void {
  const {
    network: chosen,
    certificate: wanted,
    host,
    port,
    uploads,
    instanceCount,
    protectsAnother,
    configuresAnother,
  } = one;
  const resourceGroupName = "rg";
  // A Basic Bastion knows no other port than 3389.
  const moves = port !== undefined && chosen.bastion?.sku !== "Basic";
  const network = new RdpNetwork("rdp", { resourceGroupName, ...chosen, ...(moves && { port }) });
  const endpoint = network.vaultEndpointSubnetResourceId && {
    vaultEndpointSubnetResourceId: network.vaultEndpointSubnetResourceId,
    vaultDnsZoneResourceId: network.vaultDnsZoneResourceId!,
  };
  const { gatewaySubnetResourceId } = network;
  const subnets = [network.hostSubnetResourceId, gatewaySubnetResourceId].filter((id) => id !== undefined);
  const vault =
    wanted.issuer === "caller"
      ? {
          certificateSecretUrl: "https://kv-theirs.vault.azure.net/secrets/rdp",
          vaultResourceId: `${group}.KeyVault/vaults/kv-theirs`,
        }
      : {
          vaultName: "kv-rdp",
          deployerPrincipalId: "11111111-1111-1111-1111-111111111111",
          ...(!endpoint && { hostSubnetResourceIds: subnets }),
        };
  const certificate = new RdpCertificate("rdp", { resourceGroupName, ...wanted, ...vault, ...endpoint });
  const packaged = uploads && {
    guestPackageUri: new RdpGuestPackage("rdp", {
      resourceGroupName,
      storageAccountName: "strdp",
      readerPrincipalIds: [certificate.identityPrincipalId],
    }).guestPackageUri,
    guestPackageIdentityResourceId: certificate.identityResourceId,
  };
  const protection = {
    certificateSecretUrl: certificate.certificateSecretUrl,
    ...(wanted.issuer === "certificateAuthority" && { certificateSubject: "rdp.example.net" }),
    identityResourceId: certificate.identityResourceId,
    identityClientId: certificate.identityClientId,
    guestPackageUri: "https://packages.example.net/Rdp904.zip",
    ...packaged,
  };
  const onCard = network.networkInterfaceSecurityGroupResourceId;
  const machine = {
    resourceGroupName,
    applicationSecurityGroupResourceIds: network.hostGroupResourceIds,
    ...(onCard && { networkInterfaceSecurityGroupResourceId: onCard }),
    adminUsername: "rdpadmin",
    adminPassword: "Aa1-only-for-this-test",
    ...protection,
  };
  const among = {
    ...machine,
    subnetResourceId: network.hostSubnetResourceId,
    ...(moves && { listenerPort: network.listenerPort }),
  };
  new RdpHost("rdp-host", { ...among, ...host });
  if (gatewaySubnetResourceId) {
    const place = { role: RdpHostRole.Gateway, subnetResourceId: gatewaySubnetResourceId };
    new RdpHost("rdp-gateway", { ...machine, ...host, ...place });
  }
  if (instanceCount > 0) {
    const { availabilityZone, ...shared } = host;
    const zones = availabilityZone === undefined ? {} : { availabilityZones: [availabilityZone] };
    new RdpScaleSet("farm", { ...among, ...shared, ...zones, instanceCount });
  }
  if (protectsAnother) new RdpProtection("desk", { ...protection, virtualMachineResourceId: anothersMachine.id });
  if (configuresAnother) {
    const { guestPackageUri } = protection;
    const { admitsShadowing = false, admitsWebSocket = false, skipsConfigurationExtension = false } = host;
    new RdpGuestConfiguration("server", {
      ...{ resourceGroupName, virtualMachineName: "server", guestPackageUri, ...packaged },
      ...{ admitsShadowing, admitsWebSocket, skipsConfigurationExtension },
      ...(moves && { listenerPort: network.listenerPort }),
    });
  }
}

const anothersMachine = {
  id: `${group}.Compute/virtualMachines/desk`,
  location: "westeurope",
  identity: { type: "SystemAssigned" },
};
beforeAll(() => answerCalls({ "azure-native:compute:getVirtualMachine": anothersMachine }));
afterAll(() => answerCalls({}));

// What the arguments say to be the caller's is declared, as the pages of the arguments say.
function settingsFor({ network, host, declares }: Case): Settings {
  const declared = network.clients?.map((client: RdpClientArgs) => ({ ...client, to: "*" }));
  const callers = network.egress === "callerProvided" || network.hostSubnetResourceId !== undefined;
  return {
    ...defaultSettings,
    clients: declares ? declared : undefined,
    providedElsewhere: {
      ...(callers && { egress: ["*"] }),
      ...(host.skipsCertificateExtension && { keyVaultExtension: ["*"] }),
      ...(host.skipsConfigurationExtension && { machineConfiguration: ["*"] }),
    },
  };
}

// Of a subnet that another stack owns a preview cannot know the security group, and says so.
const ofAnotherStack = `${subnet} is not part of this stack`;

async function findingsOf(one: Case): Promise<string[]> {
  const estate = await previewedEstate(() => program(one));
  const question = { estate, settings: settingsFor(one) };
  const found = await Promise.all(
    rules.map(async (rule) =>
      (await judge(rule, question)).map((finding) =>
        finding.verdict === "internal-error" ? finding.message : `${rule.ref} ${finding.verdict}: ${finding.fact}`,
      ),
    ),
  );
  return found.flat().filter((told) => !(told.includes("undecided") && told.includes(ofAnotherStack)));
}

const cases = fc.record({
  network: networks,
  certificate: certificates,
  host: hosts,
  port: fc.constantFrom(undefined, 3390),
  uploads: fc.boolean(),
  instanceCount: fc.integer({ min: 0, max: 2 }),
  protectsAnother: fc.boolean(),
  configuresAnother: fc.boolean(),
  declares: fc.boolean(),
});

test("whatever valid arguments a network, a certificate, hosts, a scale set, a protection and a guest configuration get, no rule finds anything in a preview of them", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      expect(await findingsOf(one)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
