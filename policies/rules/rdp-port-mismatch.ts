import { scriptCarriers } from "../estate/guest-script/guest-scripts";
import { portMismatch } from "../estate/guest-script/port-mismatch";
import { rdpHosts } from "../estate/network/rdp-hosts";
import { hostVerdict } from "./judging/host-verdict";
import { troubleVerdict } from "./judging/trouble-verdict";
import { holds, type Rule } from "./rule";

/** RDP904-005. */
export const rdpPortMismatch: Rule = {
  ref: "RDP904-005",
  name: "rdp-port-mismatch",
  cause: "listener-mismatch",
  level: "mandatory",
  severity: "high",
  description:
    "A script, a built-in Run Command or a guest configuration gives the RDP listener another port than security groups, load balancers, just-in-time access, Bastion or declared clients use.",
  effect: "Nothing listens on the port to which clients come, and nobody lets them through to the new one.",
  fix: "Let everything that leads to the host use the port that is set there, or leave the listener at 3389.",
  blindSpots: [
    "A port that an image, a policy of the domain or somebody on the machine set is not seen.",
    "Whether the firewall of Windows lets the new port through is not asked; this project's guest configuration sees to it.",
    "Of guest configurations only this project's is known; its port counts, because it is set again every 15 minutes.",
    "An allow rule for the new port is enough for all who come through security groups; RDP904-001 tells whom it leaves out.",
    "A Bastion without a SKU counts as Standard, which Azure takes; one in a peered network is not looked at.",
    "A condition in a script counts as met.",
    "Scripts that stand in a file, a vault or an archive outside the stack cannot be read; RDP904-063 tells them.",
  ],
  sources: [
    "https://learn.microsoft.com/windows-server/remote/remote-desktop-services/remotepc/change-listening-port",
    "https://learn.microsoft.com/azure/virtual-machines/windows/run-command",
    "https://learn.microsoft.com/azure/bastion/configuration-settings",
  ],
  earlyAt: scriptCarriers,
  async judge({ estate, settings }) {
    return Promise.all(
      rdpHosts({ estate, settings }).map(async (host) => {
        const trouble = await portMismatch(estate, settings, host.machine);
        return hostVerdict(host, settings, [], () =>
          trouble ? troubleVerdict(trouble, settle) : holds(host.machine.resource),
        );
      }),
    );
  },
};

const settle = "Write the port as a plain number, in a script under no condition, and name it where clients come.";
