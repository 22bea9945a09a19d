import type { ServiceTag } from "./service-tag";

/**
 * Service tags that stand for the address ranges of a service, as Azure's own list of June 2026 has them, and those that
 * only its pages name. New ones come every few months, so a tag that is not among them may exist all the same.
 * https://www.microsoft.com/download/details.aspx?id=56519
 * https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags
 */
const serviceNames: readonly string[] = (
  "ActionGroup ApiManagement AppConfiguration AppService AppServiceManagement ApplicationInsightsAvailability " +
  "AutonomousDevelopmentPlatform AzureActiveDirectory AzureActiveDirectoryDomainServices " +
  "AzureAdvancedThreatProtection AzureArcInfrastructure AzureAttestation AzureBackup AzureBotService " +
  "AzureCognitiveSearch AzureConnectors AzureContainerRegistry AzureCosmosDB AzureDataExplorerManagement " +
  "AzureDataLake AzureDatabricks AzureDevOps AzureDevSpaces AzureDeviceUpdate AzureDigitalTwins AzureEventGrid " +
  "AzureFrontDoor AzureHealthcareAPIs AzureInformationProtection AzureIoTHub AzureKeyVault " +
  "AzureLoadTestingInstanceManagement AzureMachineLearning AzureMachineLearningInference AzureManagedGrafana " +
  "AzureMonitor AzureMonitorForSAP AzureOpenDatasets AzurePortal AzureResourceManager AzureSecurityCenter " +
  "AzureSentinel AzureSignalR AzureSiteRecovery AzureSphere AzureSpringCloud AzureStack AzureTrafficManager " +
  "AzureUpdateDelivery AzureWebPubSub BatchNodeManagement ChaosStudio CognitiveServicesFrontend " +
  "CognitiveServicesManagement CopilotActions DataFactory DataFactoryManagement Dynamics365BusinessCentral " +
  "Dynamics365ForMarketingEmail EOPExternalPublishedIPs EventHub GatewayManager Grafana GuestAndHybridManagement " +
  "HDInsight KustoAnalytics LogicApps LogicAppsManagement M365LighthouseProd M365ManagementActivityApi " +
  "M365ManagementActivityApiWebhook Marketplace MicrosoftAzureFluidRelay MicrosoftCloudAppSecurity " +
  "MicrosoftContainerRegistry MicrosoftDefenderForEndpoint MicrosoftPurviewPolicyDistribution OneDsCollector " +
  "PowerBI PowerPlatformInfra PowerPlatformPlex PowerQueryOnline SCCservice Scuba SecurityCopilot SerialConsole " +
  "ServiceBus ServiceFabric Sql SqlManagement Storage StorageMover StorageSyncService " +
  "SystemServiceAzureSpringAppsResourceProvider VideoIndexer WindowsAdminCenter WindowsVirtualDesktop " +
  "ZeroTrustSegmentation"
).split(" ");

const placeNames: readonly string[] = [
  ...["Internet", "VirtualNetwork", "AzureLoadBalancer", "AzureCloud"],
  ...["AzurePlatformDNS", "AzurePlatformIMDS", "AzurePlatformLKM"],
];

/** Every tag that is known here, without a region, as Azure spells it. */
export const knownTagNames: readonly string[] = [...placeNames, ...serviceNames];

const services: ReadonlySet<string> = new Set(serviceNames.map((name) => name.toLowerCase()));
const places: ReadonlySet<string> = new Set(placeNames.map((name) => name.toLowerCase()));

/** True for a tag whose service is on the list, in whatever region. */
export function isKnownTag(tag: ServiceTag): boolean {
  const [service = ""] = tag.split(".");
  return services.has(service) || places.has(service);
}

/** Services of which that list says that they lie in Azure's own ranges and share no address with another service. */
const apartFromOthers: ReadonlySet<string> = new Set(["azurekeyvault", "azurearcinfrastructure", "storage"]);

// AzureCloud shortens the names of some regions.
const shortRegions: Readonly<Record<string, string>> = {
  brazilne: "brazilnortheast",
  brazilse: "brazilsoutheast",
  centralfrance: "francecentral",
  chilec: "chilecentral",
  germanyn: "germanynorth",
  germanywc: "germanywestcentral",
  norwaye: "norwayeast",
  norwayw: "norwaywest",
  southfrance: "francesouth",
  switzerlandn: "switzerlandnorth",
  switzerlandw: "switzerlandwest",
};

/** True where the tag AzureCloud, of all regions or of the same one, surely holds the members of a service's tag. */
export function cloudHolds(cloud: ServiceTag, tag: ServiceTag): boolean {
  if (!cloud.startsWith("azurecloud")) return false;
  const [name, inRegion] = cloud.split(".");
  const [service = "", region] = tag.split(".");
  if (name !== "azurecloud" || !apartFromOthers.has(service)) return false;
  return inRegion === undefined || (region !== undefined && (shortRegions[inRegion] ?? inRegion) === region);
}

/** True where two tags surely have no member in common: another service of the list, or another region of the same one. */
export function areApart(one: ServiceTag, other: ServiceTag): boolean {
  const [service = "", region] = one.split(".");
  const [otherService = "", otherRegion] = other.split(".");
  if (!apartFromOthers.has(service)) return false;
  if (service !== otherService) return services.has(otherService);
  return region !== undefined && otherRegion !== undefined && region !== otherRegion;
}
