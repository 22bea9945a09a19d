import type { Deployed, Engine, Properties } from "./engine";

/** One resource of a complete estate: what a program would register. */
export interface Planned {
  readonly token: string;
  readonly name: string;
  inputs(of: (name: string) => Deployed): Properties;
}

const network = (name: string): string => `azure-native:network:${name}`;
const compute = (name: string): string => `azure-native:compute:${name}`;
const group = { resourceGroupName: "rg" };

export function allow(name: string, priority: number, more: Properties = {}): Properties {
  return {
    name,
    priority,
    access: "Allow",
    direction: "Inbound",
    protocol: "Tcp",
    sourceAddressPrefix: "10.0.0.0/8",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "3389",
    ...more,
  };
}

function bastionRule(
  name: string,
  priority: number,
  direction: string,
  from: string,
  to: string,
  ports: string[],
): Properties {
  return {
    ...allow(name, priority, { direction, sourceAddressPrefix: from, destinationAddressPrefix: to }),
    destinationPortRange: undefined,
    destinationPortRanges: ports,
  };
}

/** The eight flows that Azure wants as explicit rules on the Bastion subnet. */
export const bastionRules: readonly Properties[] = [
  bastionRule("https", 100, "Inbound", "Internet", "*", ["443"]),
  bastionRule("control", 110, "Inbound", "GatewayManager", "*", ["443"]),
  bastionRule("probe", 120, "Inbound", "AzureLoadBalancer", "*", ["443"]),
  bastionRule("data-in", 130, "Inbound", "VirtualNetwork", "VirtualNetwork", ["8080", "5701"]),
  bastionRule("remote", 100, "Outbound", "*", "VirtualNetwork", ["22", "3389"]),
  bastionRule("cloud", 110, "Outbound", "*", "AzureCloud", ["443"]),
  bastionRule("data-out", 120, "Outbound", "VirtualNetwork", "VirtualNetwork", ["8080", "5701"]),
  bastionRule("session", 130, "Outbound", "*", "Internet", ["80"]),
].map(withoutUndefined);

function withoutUndefined(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

export const windowsHost: Properties = {
  hardwareProfile: { vmSize: "Standard_D2s_v5" },
  osProfile: {
    computerName: "host",
    adminUsername: "operator",
    adminPassword: "Correct-Horse-9",
    windowsConfiguration: {},
  },
  storageProfile: {
    imageReference: {
      publisher: "MicrosoftWindowsServer",
      offer: "WindowsServer",
      sku: "2022-datacenter",
      version: "latest",
    },
    osDisk: { createOption: "FromImage" },
  },
};

export const certificatePolicy: Properties = {
  issuerParameters: { name: "Self" },
  keyProperties: { exportable: true, keySize: 2048, keyType: "RSA", reuseKey: false },
  secretProperties: { contentType: "application/x-pkcs12" },
  lifetimeActions: [{ action: { actionType: "AutoRenew" }, trigger: { daysBeforeExpiry: 60 } }],
  x509CertificateProperties: { keyUsages: ["digitalSignature"], subject: "CN=host", validityInMonths: 12 },
};

const subscription = "/subscriptions/00000000-0000-0000-0000-000000000904";
const deployer = "00000000-0000-0000-0000-00000000000c";

export function role(guid: string): string {
  return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

export const certificatesOfficer = "a4417e6f-fecd-4de8-b567-7b0420556985";

/** Every modelled type at least once, each after what it refers to. */
export const plan: readonly Planned[] = [
  {
    token: "azure-native:resources:ResourceGroup",
    name: "rg",
    inputs: () => ({ location: "westeurope", resourceGroupName: "rg" }),
  },
  {
    token: network("ApplicationSecurityGroup"),
    name: "asg",
    inputs: () => ({ ...group, applicationSecurityGroupName: "asg" }),
  },
  {
    token: network("NetworkSecurityGroup"),
    name: "nsg",
    inputs: () => ({ ...group, networkSecurityGroupName: "nsg", securityRules: [allow("rdp", 300)] }),
  },
  {
    token: network("NetworkSecurityGroup"),
    name: "open",
    inputs: () => ({ ...group, networkSecurityGroupName: "open" }),
  },
  {
    token: network("SecurityRule"),
    name: "https",
    inputs: () => ({
      ...group,
      networkSecurityGroupName: "open",
      ...allow("https", 310, { destinationPortRange: "443" }),
      securityRuleName: "https",
      name: "https",
    }),
  },
  {
    token: network("NetworkSecurityGroup"),
    name: "bastion-nsg",
    inputs: () => ({ ...group, networkSecurityGroupName: "bastion-nsg", securityRules: bastionRules }),
  },
  { token: network("RouteTable"), name: "routes", inputs: () => ({ ...group, routeTableName: "routes" }) },
  {
    token: network("Route"),
    name: "default",
    inputs: () => ({
      ...group,
      routeTableName: "routes",
      routeName: "default",
      addressPrefix: "0.0.0.0/0",
      nextHopType: "Internet",
    }),
  },
  ...["nat-ip", "bastion-ip", "lb-ip"].map((name) => ({
    token: network("PublicIPAddress"),
    name,
    inputs: () => ({
      ...group,
      publicIpAddressName: name,
      publicIPAllocationMethod: "Static",
      sku: { name: "Standard" },
    }),
  })),
  {
    token: network("NatGateway"),
    name: "nat",
    inputs: (of) => ({
      ...group,
      natGatewayName: "nat",
      sku: { name: "Standard" },
      publicIpAddresses: [{ id: of("nat-ip").id }],
    }),
  },
  {
    token: network("VirtualNetwork"),
    name: "vnet",
    inputs: () => ({ ...group, virtualNetworkName: "vnet", addressSpace: { addressPrefixes: ["10.1.0.0/16"] } }),
  },
  {
    token: network("Subnet"),
    name: "hosts",
    inputs: (of) => ({
      ...group,
      virtualNetworkName: "vnet",
      subnetName: "hosts",
      addressPrefix: "10.1.0.0/24",
      natGateway: { id: of("nat").id },
      networkSecurityGroup: { id: of("nsg").id },
      routeTable: { id: of("routes").id },
    }),
  },
  {
    token: network("Subnet"),
    name: "AzureBastionSubnet",
    inputs: (of) => ({
      ...group,
      virtualNetworkName: "vnet",
      subnetName: "AzureBastionSubnet",
      addressPrefixes: ["10.1.1.0/26"],
      networkSecurityGroup: { id: of("bastion-nsg").id },
    }),
  },
  {
    token: network("BastionHost"),
    name: "bastion",
    inputs: (of) => ({
      ...group,
      bastionHostName: "bastion",
      ipConfigurations: [
        { name: "ip", subnet: { id: of("AzureBastionSubnet").id }, publicIPAddress: { id: of("bastion-ip").id } },
      ],
    }),
  },
  {
    token: network("LoadBalancer"),
    name: "lb",
    inputs: (of) => ({
      ...group,
      loadBalancerName: "lb",
      sku: { name: "Standard" },
      frontendIPConfigurations: [{ name: "front", publicIPAddress: { id: of("lb-ip").id } }],
      probes: [{ name: "rdp", port: 3389, protocol: "Tcp" }],
    }),
  },
  {
    token: network("LoadBalancerBackendAddressPool"),
    name: "pool",
    inputs: () => ({ ...group, loadBalancerName: "lb", backendAddressPoolName: "pool" }),
  },
  {
    token: network("InboundNatRule"),
    name: "to-host",
    inputs: (of) => ({
      ...group,
      loadBalancerName: "lb",
      inboundNatRuleName: "to-host",
      frontendIPConfiguration: { id: `${of("lb").id}/frontendIPConfigurations/front` },
      frontendPort: 50001,
      backendPort: 3389,
      protocol: "Tcp",
    }),
  },
  {
    token: network("NetworkInterface"),
    name: "nic",
    inputs: (of) => ({
      ...group,
      networkInterfaceName: "nic",
      networkSecurityGroup: { id: of("open").id },
      ipConfigurations: [
        { name: "ip", subnet: { id: of("hosts").id }, applicationSecurityGroups: [{ id: of("asg").id }] },
      ],
    }),
  },
  {
    token: "azure-native:managedidentity:UserAssignedIdentity",
    name: "reader",
    inputs: () => ({ ...group, resourceName: "reader" }),
  },
  {
    token: compute("VirtualMachine"),
    name: "vm",
    inputs: (of) => ({
      ...group,
      ...windowsHost,
      vmName: "vm",
      identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [of("reader").id] },
      networkProfile: { networkInterfaces: [{ id: of("nic").id }] },
    }),
  },
  {
    token: "azure-native:keyvault:Vault",
    name: "kv",
    inputs: () => ({
      ...group,
      vaultName: "kv-904",
      properties: {
        enableRbacAuthorization: true,
        sku: { family: "A", name: "standard" },
        tenantId: "00000000-0000-0000-0000-00000000000a",
      },
    }),
  },
  {
    token: "azure-native:authorization:RoleAssignment",
    name: "officer",
    inputs: (of) => ({
      scope: of("kv").id,
      principalId: deployer,
      principalType: "ServicePrincipal",
      roleDefinitionId: role(certificatesOfficer),
    }),
  },
  {
    token: "azure-native:keyvault:Secret",
    name: "secret",
    inputs: () => ({ ...group, vaultName: "kv-904", secretName: "secret", properties: { value: "hidden" } }),
  },
  {
    token: "azure:keyvault/certificate:Certificate",
    name: "rdp",
    inputs: (of) => ({ name: "rdp", keyVaultId: of("kv").id, certificatePolicy }),
  },
  {
    token: "azure-native:storage:StorageAccount",
    name: "diagnostics",
    inputs: () => ({ ...group, accountName: "diagnostics904", kind: "StorageV2", sku: { name: "Standard_LRS" } }),
  },
  {
    token: "azure-native:storage:Blob",
    name: "package",
    inputs: () => ({
      ...group,
      accountName: "diagnostics904",
      containerName: "packages",
      blobName: "package.zip",
      type: "Block",
    }),
  },
  {
    token: compute("VirtualMachineExtension"),
    name: "KeyVault",
    inputs: () => ({
      ...group,
      vmName: "vm",
      vmExtensionName: "KeyVault",
      publisher: "Microsoft.Azure.KeyVault",
      type: "KeyVaultForWindows",
      typeHandlerVersion: "3.0",
      settings: { secretsManagementSettings: { observedCertificates: [] } },
      protectedSettings: { key: "hidden" },
    }),
  },
  {
    token: compute("VirtualMachineRunCommandByVirtualMachine"),
    name: "bind",
    inputs: () => ({
      ...group,
      vmName: "vm",
      runCommandName: "bind",
      source: { script: "Get-Service TermService" },
      runAsPassword: "hidden",
    }),
  },
  {
    token: compute("VirtualMachineScaleSet"),
    name: "set",
    inputs: () => ({ ...group, vmScaleSetName: "set", orchestrationMode: "Flexible", platformFaultDomainCount: 1 }),
  },
  {
    token: "azure-native:guestconfiguration:GuestConfigurationAssignment",
    name: "MachineKeys",
    inputs: () => ({
      ...group,
      vmName: "vm",
      name: "MachineKeys",
      guestConfigurationAssignmentName: "MachineKeys",
      properties: {
        guestConfiguration: { name: "MachineKeys", version: "1.0.0", assignmentType: "ApplyAndAutoCorrect" },
      },
    }),
  },
  {
    token: "azure-native:privatedns:PrivateZone",
    name: "zone",
    inputs: () => ({ ...group, privateZoneName: "privatelink.vaultcore.azure.net", location: "global" }),
  },
  {
    token: network("PrivateEndpoint"),
    name: "vault-endpoint",
    inputs: (of) => ({
      ...group,
      privateEndpointName: "vault-endpoint",
      subnet: { id: of("hosts").id },
      privateLinkServiceConnections: [{ name: "vault", privateLinkServiceId: of("kv").id, groupIds: ["vault"] }],
    }),
  },
];

/** Creates the plan up to and including a name (default: all of it). */
export async function deploy(engine: Engine, last?: string): Promise<Map<string, Deployed>> {
  const made = new Map<string, Deployed>();
  const of = (name: string): Deployed => {
    const found = made.get(name);
    if (found === undefined) throw new Error(`${name} is not deployed yet`);
    return found;
  };
  for (const each of plan) {
    made.set(each.name, await engine.create(each.token, each.name, each.inputs(of)));
    if (each.name === last) break;
  }
  return made;
}

/** A deployed resource of the plan with its token. */
export function planned(name: string): Planned {
  const found = plan.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} is not in the plan`);
  return found;
}
