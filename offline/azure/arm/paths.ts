import { declarationOf } from "../sdk/declarations";
import type { ResourceType } from "../tokens";

/** Where ARM keeps a type: a path whose `{parameters}` are inputs of the type, and `{subscriptionId}`. */
export interface ArmPath {
  readonly template: string;
  /** Inputs that are part of the path, in its order. */
  readonly parameters: readonly string[];
  /** The input that names the resource itself, unless Azure names it. */
  readonly nameParameter: string | undefined;
  /** ARM's own type, `Microsoft.Compute/virtualMachines/extensions`. */
  readonly armType: string;
}

const group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";

/** Below the resource group, unless the path starts with a slash. The rest follows from the SDK's property lists. */
const known: Readonly<Record<string, string>> = {
  "resources:ResourceGroup": group,
  "resources:Deployment": "Microsoft.Resources/deployments/{deploymentName}",
  "resources:AzurePowerShellScript": "Microsoft.Resources/deploymentScripts/{scriptName}",
  "resources:AzureCliScript": "Microsoft.Resources/deploymentScripts/{scriptName}",
  "authorization:RoleAssignment": "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
  "authorization:RoleDefinition": "/{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
  "authorization:PolicyAssignment":
    "/{scope}/providers/Microsoft.Authorization/policyAssignments/{policyAssignmentName}",
  "authorization:PolicyDefinition":
    "/subscriptions/{subscriptionId}/providers/Microsoft.Authorization/policyDefinitions/{policyDefinitionName}",
  "authorization:ManagementLockByScope": "/{scope}/providers/Microsoft.Authorization/locks/{lockName}",
  "authorization:ManagementLockAtResourceGroupLevel": "Microsoft.Authorization/locks/{lockName}",
  "compute:VirtualMachineRunCommandByVirtualMachine":
    "Microsoft.Compute/virtualMachines/{vmName}/runCommands/{runCommandName}",
  "compute:VirtualMachine": "Microsoft.Compute/virtualMachines/{vmName}",
  "compute:VirtualMachineExtension": "Microsoft.Compute/virtualMachines/{vmName}/extensions/{vmExtensionName}",
  "compute:VirtualMachineScaleSet": "Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}",
  "compute:VirtualMachineScaleSetExtension":
    "Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}/extensions/{vmssExtensionName}",
  "compute:VirtualMachineScaleSetVMExtension":
    "Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}/virtualMachines/{instanceId}/extensions/{vmExtensionName}",
  "compute:VirtualMachineScaleSetVMRunCommand":
    "Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}/virtualMachines/{instanceId}/runCommands/{runCommandName}",
  "containerservice:AgentPool": "Microsoft.ContainerService/managedClusters/{resourceName}/agentPools/{agentPoolName}",
  "dns:RecordSet": "Microsoft.Network/dnsZones/{zoneName}/{recordType}/{relativeRecordSetName}",
  "dns:Zone": "Microsoft.Network/dnsZones/{zoneName}",
  "guestconfiguration:GuestConfigurationAssignment":
    "Microsoft.Compute/virtualMachines/{vmName}/providers/Microsoft.GuestConfiguration/guestConfigurationAssignments/{guestConfigurationAssignmentName}",
  "guestconfiguration:GuestConfigurationAssignmentsVMSS":
    "Microsoft.Compute/virtualMachineScaleSets/{vmssName}/providers/Microsoft.GuestConfiguration/guestConfigurationAssignments/{name}",
  "guestconfiguration:GuestConfigurationHCRPAssignment":
    "Microsoft.HybridCompute/machines/{machineName}/providers/Microsoft.GuestConfiguration/guestConfigurationAssignments/{guestConfigurationAssignmentName}",
  "keyvault:AccessPolicy": "Microsoft.KeyVault/vaults/{vaultName}/accessPolicy/{policy.objectId}",
  "keyvault:Key": "Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}",
  "keyvault:Secret": "Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}",
  "keyvault:Vault": "Microsoft.KeyVault/vaults/{vaultName}",
  "managedidentity:UserAssignedIdentity": "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
  "managedidentity:FederatedIdentityCredential":
    "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}",
  "maintenance:ConfigurationAssignment":
    "{providerName}/{resourceType}/{resourceName}/providers/Microsoft.Maintenance/configurationAssignments/{configurationAssignmentName}",
  "maintenance:MaintenanceConfiguration": "Microsoft.Maintenance/maintenanceConfigurations/{resourceName}",
  "monitor:DataCollectionRuleAssociation":
    "/{resourceUri}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{associationName}",
  "monitor:DiagnosticSetting": "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
  "network:ApplicationSecurityGroup": "Microsoft.Network/applicationSecurityGroups/{applicationSecurityGroupName}",
  "network:BastionHost": "Microsoft.Network/bastionHosts/{bastionHostName}",
  "network:FirewallPolicyRuleCollectionGroup":
    "Microsoft.Network/firewallPolicies/{firewallPolicyName}/ruleCollectionGroups/{ruleCollectionGroupName}",
  "network:InboundNatRule": "Microsoft.Network/loadBalancers/{loadBalancerName}/inboundNatRules/{inboundNatRuleName}",
  "network:LoadBalancer": "Microsoft.Network/loadBalancers/{loadBalancerName}",
  "network:LoadBalancerBackendAddressPool":
    "Microsoft.Network/loadBalancers/{loadBalancerName}/backendAddressPools/{backendAddressPoolName}",
  "network:NatGateway": "Microsoft.Network/natGateways/{natGatewayName}",
  "network:NetworkInterface": "Microsoft.Network/networkInterfaces/{networkInterfaceName}",
  "network:NetworkSecurityGroup": "Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}",
  "network:PrivateDnsZoneGroup":
    "Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}",
  "network:PrivateEndpoint": "Microsoft.Network/privateEndpoints/{privateEndpointName}",
  "network:PublicIPAddress": "Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
  "network:PublicIPPrefix": "Microsoft.Network/publicIPPrefixes/{publicIpPrefixName}",
  "network:Route": "Microsoft.Network/routeTables/{routeTableName}/routes/{routeName}",
  "network:RouteTable": "Microsoft.Network/routeTables/{routeTableName}",
  "network:SecurityRule":
    "Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}/securityRules/{securityRuleName}",
  "network:Subnet": "Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}",
  "network:VirtualNetwork": "Microsoft.Network/virtualNetworks/{virtualNetworkName}",
  "network:VirtualNetworkPeering":
    "Microsoft.Network/virtualNetworks/{virtualNetworkName}/virtualNetworkPeerings/{virtualNetworkPeeringName}",
  "privatedns:PrivateRecordSet":
    "Microsoft.Network/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}",
  "privatedns:PrivateZone": "Microsoft.Network/privateDnsZones/{privateZoneName}",
  "privatedns:VirtualNetworkLink":
    "Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
  "security:JitNetworkAccessPolicy":
    "Microsoft.Security/locations/{ascLocation}/jitNetworkAccessPolicies/{jitNetworkAccessPolicyName}",
  "storage:Blob":
    "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}/blobs/{blobName}",
  "storage:BlobContainer":
    "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}",
  "storage:FileShare": "Microsoft.Storage/storageAccounts/{accountName}/fileServices/default/shares/{shareName}",
  "storage:StorageAccount": "Microsoft.Storage/storageAccounts/{accountName}",
};

const namespaces: Readonly<Record<string, string>> = {
  apimanagement: "ApiManagement",
  automation: "Automation",
  compute: "Compute",
  containerregistry: "ContainerRegistry",
  containerservice: "ContainerService",
  desktopvirtualization: "DesktopVirtualization",
  insights: "Insights",
  keyvault: "KeyVault",
  managedidentity: "ManagedIdentity",
  monitor: "Insights",
  network: "Network",
  operationalinsights: "OperationalInsights",
  privatedns: "Network",
  recoveryservices: "RecoveryServices",
  sql: "Sql",
  storage: "Storage",
  web: "Web",
};

const cache = new Map<string, ArmPath>();

/** The path of an azure-native type; for one that is not listed here it is derived from its inputs. */
export function armPathOf(type: ResourceType): ArmPath {
  const found = cache.get(type.key);
  if (found !== undefined) return found;
  const listed = known[type.key];
  const template = listed === undefined ? deriveTemplate(type) : inGroup(listed);
  const parameters = [...template.matchAll(/\{([\w.]+)\}/g)].flatMap((match) => match[1] ?? []);
  const path: ArmPath = {
    template,
    parameters: parameters.filter((parameter) => parameter !== "subscriptionId"),
    nameParameter: template.endsWith("}") ? parameters[parameters.length - 1] : undefined,
    armType: armTypeOf(template, type),
  };
  cache.set(type.key, path);
  return path;
}

/** The types whose path is written down. */
export function knownPaths(): string[] {
  return Object.keys(known);
}

function inGroup(path: string): string {
  return path.startsWith("/") ? path : `${group}/providers/${path}`;
}

function armTypeOf(template: string, type: ResourceType): string {
  if (type.key === "resources:ResourceGroup") return "Microsoft.Resources/resourceGroups";
  const segments = template.slice(template.lastIndexOf("/providers/") + "/providers/".length).split("/");
  return segments.filter((_, index) => index === 0 || index % 2 === 1).join("/");
}

function deriveTemplate(type: ResourceType): string {
  const declaration = declarationOf(type);
  const inputs = [...(declaration?.inputs ?? [])].filter(
    (input) => !declaration?.outputs.has(input) && input !== "resourceGroupName" && input !== "id",
  );
  const required = new Set(declaration?.required ?? []);
  const parents = inputs.filter((input) => required.has(input) && /(?:Name|Id)$/.test(input));
  const own = ownName(
    type,
    inputs.filter((input) => !required.has(input) && /(?:Name|Id)$/.test(input)),
  );
  const kind = plural(`${type.name.charAt(0).toLowerCase()}${type.name.slice(1)}`);
  const namespace = `Microsoft.${namespaces[type.module] ?? type.module.charAt(0).toUpperCase() + type.module.slice(1)}`;
  const above = parents.map((parent) => `${plural(parent.replace(/(?:Name|Id)$/, ""))}/{${parent}}`);
  const scope = inputs.find((input) => input === "resourceUri" || input === "scope");
  const base =
    scope !== undefined ? `/{${scope}}` : declaration?.inputs.has("resourceGroupName") ? group : subscription;
  return [`${base}/providers/${namespace}`, ...above, kind, own === undefined ? "default" : `{${own}}`].join("/");
}

const subscription = "/subscriptions/{subscriptionId}";

function ownName(type: ResourceType, candidates: string[]): string | undefined {
  const start = type.name.toLowerCase();
  return (
    candidates.find((candidate) => start === candidate.replace(/(?:Name|Id)$/, "").toLowerCase()) ??
    candidates.find((candidate) => start.includes(candidate.replace(/(?:Name|Id)$/, "").toLowerCase())) ??
    candidates[0]
  );
}

function plural(word: string): string {
  if (/(?:s|x|ch)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}
