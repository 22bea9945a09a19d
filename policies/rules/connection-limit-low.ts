import { connectionLimit } from "../estate/guest-script/connection-limit";
import { scriptCarriers } from "../estate/guest-script/guest-scripts";
import { scriptVerdicts } from "./judging/script-verdicts";
import type { Rule } from "./rule";

/** RDP904-074. */
export const connectionLimitLow: Rule = {
  ref: "RDP904-074",
  name: "connection-limit-low",
  cause: "connection-limit",
  level: "advisory",
  severity: "medium",
  description: "A script lets an RDP host take fewer connections at once than its Windows is meant for.",
  effect:
    "Whoever comes when the limit is reached is turned away; a session that somebody left open locks everybody else out.",
  fix: "Take MaxInstanceCount out of the script, or set it to 4294967295 (unlimited; 999999 under the policy's key).",
  blindSpots: [
    "Windows Server counts as meant for two administrators; that it is a session host for more is not in its image.",
    "Licences, session collections and the maximum of a host pool limit connections, too, and are not looked at.",
    "What a policy of the domain sets wins over the machine's own values and is not in the stack.",
    "A condition in a script counts as met.",
    "What cannot be read of a script that changes the RDP listener, RDP904-071 tells.",
  ],
  sources: [
    "https://admx.help/?Category=Windows_11_2022&Policy=Microsoft.Policies.TerminalServer::TS_MAX_CON_POLICY",
    "https://learn.microsoft.com/windows/win32/api/versionhelpers/nf-versionhelpers-isactivesessioncountlimited",
    "https://github.com/Azure/azure-support-scripts/tree/master/RunCommand/Windows",
    "https://woshub.com/rdp-number-connections-limited",
  ],
  earlyAt: scriptCarriers,
  judge: (question) => scriptVerdicts(question, { ofMachine: connectionLimit, settle }),
};

const settle = "Write the limit as a plain number of 1 or more, under no condition, and name the image as plain text.";
