import { scriptCarriers } from "../estate/guest-script/guest-scripts";
import { rdpAvailability, unplacedAvailability } from "../estate/guest-script/rdp-availability";
import { scriptVerdicts } from "./judging/script-verdicts";
import type { Rule } from "./rule";

/** RDP904-072. */
export const rdpDisabled: Rule = {
  ref: "RDP904-072",
  name: "rdp-disabled",
  cause: "listener-mismatch",
  level: "mandatory",
  severity: "critical",
  description:
    "A script switches Remote Desktop or its listener off on a host that is meant for it, takes the listener out of the registry, or disables a service that RDP needs.",
  effect:
    "Nothing listens on the port; without the services for keys and certificates the " +
    "listener answers and the handshake ends (0x904).",
  fix:
    "Set fDenyTSConnections to 0, make keys of Terminal Server only where Test-Path misses them (New-Item -Force empties them), and leave TermService, SessionEnv, KeyIso and CryptSvc startable; " +
    "where nobody shall reach the machine by RDP, tag it rdp904: none.",
  blindSpots: [
    "None of Azure's documented built-in Run Commands switches Remote Desktop off.",
    "A service that is only stopped starts again with the machine and is not told.",
    "What a policy of the domain sets wins over the machine's own values and is not in the stack.",
    "A condition in a script counts as met.",
    "Scripts that stand in a file, a vault or an archive outside the stack cannot be read; RDP904-063 tells them.",
  ],
  sources: [
    "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/detailed-troubleshoot-rdp",
    "https://learn.microsoft.com/troubleshoot/windows-server/remote/internal-error-has-occurred-connecting-remote-machine",
    "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/troubleshoot-rdp-general-error",
    "https://learn.microsoft.com/troubleshoot/windows-server/remote/rdp-error-general-troubleshooting",
    "https://github.com/PowerShell/PowerShell/issues/5444",
    "https://learn.microsoft.com/azure/virtual-machines/windows/run-command",
  ],
  earlyAt: scriptCarriers,
  judge: (input) => scriptVerdicts(input, { ofMachine: rdpAvailability, unplaced: unplacedAvailability, settle }),
};

const settle = "Write the service, the key and the data as plain text in the script, under no condition.";
