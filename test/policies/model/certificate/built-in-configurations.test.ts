import { isBuiltInConfiguration } from "../../../../policies/model/certificate/built-in-configurations";
import { guestPackages } from "../../../../policies/model/guest-packages";

test.each([
  "AzureWindowsBaseline",
  "azurewindowsbaseline",
  "AzureBaseline_UserRightsAssignment",
  "ASCSTIGWindowsBaseline",
  "CISWindowsSecurityBaseline",
  "SetSecureProtocol",
  "AuditSecureProtocol",
  "SetAADDisableLocalAuth",
  "PasswordPolicy_msid232",
  "WindowsDefenderExploitGuard",
  "WindowsCertificateInTrustedRoot",
  "WindowsPendingReboot",
  "LocalUsers_Windows",
])("%s comes with Azure", (name) => {
  expect(isBuiltInConfiguration(name)).toBe(true);
});

test.each([
  "",
  "CorpBaseline",
  "AzureWindowsBaseline2",
  "WindowsKeys",
  ...guestPackages.map((known) => known.configurationName),
])("%p does not", (name) => {
  expect(isBuiltInConfiguration(name)).toBe(false);
});
