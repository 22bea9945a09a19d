/**
 * A resource type without its version: "network:NetworkSecurityGroup" for every spelling of the azure-native token,
 * "azure:keyvault:Certificate" for the classic provider, any other token unchanged.
 */
export type ResourceType = string;

const native = /^azure-native(?:_[a-z0-9]+_v\d{8}[a-z]*)?:([a-z0-9]+)(?:\/v\d{8}[a-z]*)?:([A-Za-z0-9]+)$/;
const classic = /^azure:([a-z0-9]+)\/[A-Za-z0-9]+:([A-Za-z0-9]+)$/;

// Names that older SDKs used for a type that is still the same one.
const renamed: Record<string, ResourceType> = {
  "network:PrivateZone": "privatedns:PrivateZone",
  "network:InterfaceEndpoint": "network:PrivateEndpoint",
  "azure:keyvault:Certifiate": "azure:keyvault:Certificate",
};

/** Normalises a Pulumi type token; see https://www.pulumi.com/docs/iac/concepts/resources/names/#types */
export function resourceType(token: string): ResourceType {
  const azureNative = native.exec(token);
  if (azureNative) return follow(`${azureNative[1]}:${azureNative[2]}`);
  const azureClassic = classic.exec(token);
  if (azureClassic) return follow(`azure:${azureClassic[1]}:${azureClassic[2]}`);
  return token;
}

function follow(type: ResourceType): ResourceType {
  return renamed[type] ?? type;
}
