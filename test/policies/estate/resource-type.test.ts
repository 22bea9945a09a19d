import { resourceType } from "../../../policies/estate/resource-type";

test.each([
  ["azure-native:network:NetworkSecurityGroup", "network:NetworkSecurityGroup"],
  ["azure-native:network/v20230901:NetworkSecurityGroup", "network:NetworkSecurityGroup"],
  ["azure-native:network/v20150501preview:NetworkSecurityGroup", "network:NetworkSecurityGroup"],
  ["azure-native_network_v20230901:network:NetworkSecurityGroup", "network:NetworkSecurityGroup"],
  ["azure-native_network_v20250701preview:network:NetworkSecurityGroup", "network:NetworkSecurityGroup"],
  ["azure-native:network:PrivateZone", "privatedns:PrivateZone"],
  ["azure:keyvault/certificate:Certificate", "azure:keyvault:Certificate"],
  ["azure:keyvault/certifiate:Certifiate", "azure:keyvault:Certificate"],
  ["pulumi:pulumi:Stack", "pulumi:pulumi:Stack"],
  ["rdp904:index:RdpHost", "rdp904:index:RdpHost"],
])("%s is %s", (token, type) => {
  expect(resourceType(token)).toBe(type);
});
