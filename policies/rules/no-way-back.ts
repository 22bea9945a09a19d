import type { Machine } from "../estate/network/machines";
import { rdpHosts } from "../estate/network/rdp-hosts";
import { waysBack } from "../estate/ways-back";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-080. */
export const noWayBack: Rule = {
  ref: "RDP904-080",
  name: "no-way-back",
  cause: "recovery",
  level: "advisory",
  severity: "low",
  description: "An RDP host can be reached by RDP only: neither Serial Console nor Run Command is possible.",
  effect: "Once RDP fails, nobody can look inside or repair it without taking the disk to another machine.",
  fix: "Switch boot diagnostics on, and leave the VM agent and extension operations as they are by default.",
  blindSpots: [
    "Whether the Special Administration Console is switched on in Windows, which Serial Console needs, cannot be seen.",
    "Whether the VM agent runs, and reaches Azure, is known only to the host.",
    "Who may use these ways is decided by roles that need not stand in the stack.",
    "Serial Console that is switched off for the whole subscription cannot be seen.",
  ],
  sources: [
    "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/serial-console-windows",
    "https://learn.microsoft.com/azure/virtual-machines/windows/run-command",
    "https://learn.microsoft.com/azure/virtual-machines/extensions/agent-windows",
  ],
  judge(question) {
    return rdpHosts(question)
      .filter(({ certain }) => certain)
      .map(({ machine }) => judgeMachine(machine));
  },
};

function judgeMachine({ resource, base }: Machine): Verdict {
  const ways = waysBack(resource, base);
  if (ways.some(({ state }) => state === "open")) return holds(resource);
  const open = ways.find(({ state }) => state === "unknown");
  if (open) {
    return undecided(resource, {
      path: open.path,
      fact: `whether ${resource.name} can be reached by ${open.title} when RDP fails is not known: ${open.why}`,
      settle: `write ${open.path} as plain true or false`,
    });
  }
  const [console] = ways;
  const reasons = ways.map(({ title, why }) => `${title} does not work because ${why}`).join(", and ");
  return broken(resource, { path: console.path, fact: `${resource.name} has no way in but RDP: ${reasons}` });
}
