import { deliversVaultCertificates, extensionLine } from "../../../../policies/model/certificate/extension-line";

test.each([
  ["1.0", "1.x"],
  ["3.0", "3.x"],
  ["3", "3.x"],
  [" 4.0.1 ", "4.x"],
  ["2.0", undefined],
  ["10.0", undefined],
  ["latest", undefined],
  ["", undefined],
])("version %p is of line %s", (version, line) => {
  expect(extensionLine(version)).toBe(line);
});

test.each([
  ["Microsoft.Azure.KeyVault", "KeyVaultForWindows", true],
  ["microsoft.azure.keyvault", "keyvaultforwindows", true],
  ["Microsoft.Azure.KeyVault.Edp", "KeyVaultForWindows", true],
  ["Microsoft.Azure.KeyVault", "KeyVaultForLinux", false],
  ["Contoso.KeyVault", "KeyVaultForWindows", false],
])("%s/%s delivers vault certificates to Windows: %p", (publisher, type, delivers) => {
  expect(deliversVaultCertificates(publisher, type)).toBe(delivers);
});
