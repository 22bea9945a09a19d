/** Key of Schannel, in lower case as facts name it: https://learn.microsoft.com/windows-server/security/tls/tls-registry-settings */
export const schannelKey = "hklm\\system\\currentcontrolset\\control\\securityproviders\\schannel";
/** Key of the policy that orders the cipher suites. */
export const suitePolicyKey = "hklm\\software\\policies\\microsoft\\cryptography\\configuration\\ssl\\00010002";
/** Key of Windows' own order of the cipher suites, which counts where no policy sets one. */
export const suiteKey = "hklm\\system\\currentcontrolset\\control\\cryptography\\configuration\\local\\ssl\\00010002";
