import { scriptCarriers } from "../estate/guest-script/guest-scripts";
import { tlsTrouble } from "../estate/guest-script/tls-settings";
import { scriptVerdicts } from "./judging/script-verdicts";
import type { Rule } from "./rule";

/** RDP904-070. */
export const tlsDisabled: Rule = {
  ref: "RDP904-070",
  name: "tls-disabled",
  cause: "tls-negotiation",
  level: "mandatory",
  severity: "critical",
  description: "A script leaves an RDP host no version of TLS that clients speak, or no cipher that RDP can use.",
  effect:
    "The host finishes no TLS handshake and closes the connection (events 36871 and 36874 in the System log). " +
    "Where TLS 1.0 and TLS 1.1 are left, only newer clients are refused.",
  fix: "Leave TLS 1.2 Server and its AES cipher suites on; switching off TLS 1.0, TLS 1.1 and old ciphers does RDP no harm.",
  blindSpots: [
    "Windows Server up to 2022 counts as having TLS 1.0 and TLS 1.1 on where no script says otherwise, later ones as having them off.",
    "Clients older than Windows 11 speak no TLS 1.3; a host that speaks nothing else holds here.",
    "DisabledByDefault of TLS 1.2 Server is undecided at most: whether RDP asks for TLS 1.2 by name is not documented.",
    "Suites that are switched off one by one are not counted; FIPS mode alone holds.",
    "What a policy of the domain sets is not in the stack.",
    "Scripts that stand in a file, a vault or an archive outside the stack cannot be read; RDP904-063 tells them.",
  ],
  sources: [
    "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/troubleshoot-rdp-internal-error",
    "https://learn.microsoft.com/troubleshoot/windows-server/remote/internal-error-has-occurred-connecting-remote-machine",
    "https://learn.microsoft.com/openspecs/windows_protocols/ms-rdpbcgr/422e59a0-98c8-4a28-af9f-235a572b6e4d",
    "https://learn.microsoft.com/windows/win32/secauthn/protocols-in-tls-ssl--schannel-ssp-",
    "https://learn.microsoft.com/windows-server/security/tls/tls-registry-settings",
    "https://learn.microsoft.com/windows/whats-new/deprecated-features-resources",
  ],
  earlyAt: scriptCarriers,
  judge: (question) => scriptVerdicts(question, { ofMachine: tlsTrouble, settle }),
};

const settle = "Write the key, the value and its data as plain text in the script, under no condition.";
