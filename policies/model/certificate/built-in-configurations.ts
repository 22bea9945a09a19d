/**
 * Machine Configuration content that Azure brings along, by configuration name; none of it keeps the access control
 * lists of machine keys. Names of Azure's own policies:
 * https://github.com/Azure/azure-policy/tree/master/built-in-policies/policyDefinitions/Guest%20Configuration
 */
const families = [
  /^(AzureWindows|AzureLinux|AzureDocker|NexusLinux|ASCSTIGWindows|ASCSTIGLinux)Baseline$/i,
  /^AzureBaseline_\w+$/i,
  /^(CISWindows|CISLinux)SecurityBaseline$/i,
  /^Azure(Windows|Linux)VMEncryptionCompliance$/i,
  /^(Audit|Set)(SecureProtocol|WindowsTimeZone|AADDisableLocalAuth(_Linux)?|SecureShell|LinuxSshServerSecurityBaseline)$/i,
  /^(SecureShell|LinuxSshServerSecurityBaseline|AADDisableLocalAuth(_Linux)?|AuditWinREStatus|ConfigureWinREStatus)$/i,
  /^(EnforcePasswordHistory|MaximumPasswordAge|MinimumPasswordAge|MinimumPasswordLength)$/i,
  /^(PasswordMustMeetComplexityRequirements|PasswordPolicy_\w+|StorePasswordsUsingReversibleEncryption)$/i,
  /^AdministratorsGroupMembers(ToExclude|ToInclude)?$/i,
  /^(LocalUsers_(Windows|Linux)|MachineLastBootUpTime|CertificateExpiration|InternetTimeDefaultNtpServer)$/i,
  /^(PendingESUUpdates|OMIVersionAudit|WhitelistedApplication|NotInstalledApplicationForWindows)$/i,
  /^(UpdateDefenderSignatureDaily|WindowsDefender(ExploitGuard|RealtimeProtection|ScanScheduleDaily))$/i,
  /^Windows(CertificateInTrustedRoot|DomainMembership|DscConfiguration|PendingReboot|RemoteConnection|SerialConsole)$/i,
  /^Windows(ServiceStatus|TimeZone|PowerShellExecutionPolicy|PowerShellModules|LogAnalyticsAgent(Connection|Installed))$/i,
];

/** True for a configuration that comes with Azure and is known not to keep the access control lists of machine keys. */
export function isBuiltInConfiguration(configurationName: string): boolean {
  return families.some((family) => family.test(configurationName.trim()));
}
