import { listenerSecurity } from "../estate/guest-script/listener-security";
import { scriptCarriers } from "../estate/guest-script/guest-scripts";
import { scriptVerdicts } from "./judging/script-verdicts";
import type { Rule } from "./rule";

/** RDP904-071. */
export const securityLayerWeakened: Rule = {
  ref: "RDP904-071",
  name: "security-layer-weakened",
  cause: "tls-negotiation",
  level: "mandatory",
  severity: "high",
  description:
    "A script or a built-in Run Command sets the RDP listener back to RDP's own security, which Network Level Authentication cannot use, or weakens it in another way.",
  effect:
    "The host refuses every client that asks for Network Level Authentication, which needs TLS. " +
    "Without it, anybody reaches the sign-in screen.",
  fix: "Set SecurityLayer to 2 and UserAuthentication to 1, and give the listener a good certificate instead of switching TLS off.",
  blindSpots: [
    "What a policy of the domain sets wins over the machine's own values and is not in the stack.",
    "Where no script sets UserAuthentication, Network Level Authentication counts as required, as Windows Server has it since 2012.",
    "MinEncryptionLevel says nothing of connections that TLS protects, which are all but those of very old clients.",
    "A condition in a script counts as met.",
    "Scripts that stand in a file, a vault or an archive outside the stack cannot be read; RDP904-063 tells them.",
  ],
  sources: [
    "https://learn.microsoft.com/windows/win32/termserv/win32-tsgeneralsetting-setsecuritylayer",
    "https://admx.help/?Category=Windows_10_2016&Policy=Microsoft.Policies.TerminalServer::TS_ENCRYPTION_POLICY",
    "https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2008-R2-and-2008/ee890845(v=ws.10)",
    "https://learn.microsoft.com/openspecs/windows_protocols/ms-rdpbcgr/422e59a0-98c8-4a28-af9f-235a572b6e4d",
    "https://learn.microsoft.com/troubleshoot/windows-server/remote/internal-error-has-occurred-connecting-remote-machine",
    "https://github.com/Azure/azure-support-scripts/tree/master/RunCommand/Windows",
  ],
  earlyAt: scriptCarriers,
  judge: (question) => scriptVerdicts(question, { ofMachine: listenerSecurity, settle }),
};

const settle = "Write the key, the value and its data as plain text in the script, under no condition.";
