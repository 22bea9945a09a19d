import { listenerKey } from "../../model/guest-script/listener/keys";
import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import { machineSettings } from "./machine-settings";
import type { ScriptTrouble } from "./script-trouble";
import { allAre, effectiveOutcomes } from "./setting-answers";
import { openSetting } from "./setting-trouble";

const tcpAlone = 1;

/**
 * Whether scripts leave RDP over UDP on at a machine, or switch it off; the trouble where that is not known.
 * https://learn.microsoft.com/windows/client-management/mdm/policy-csp-admx-terminalserver
 */
export async function udpTransport(estate: Estate, machine: AzureResource): Promise<"on" | "off" | ScriptTrouble> {
  const outcomes = effectiveOutcomes(await machineSettings(estate, machine), "selecttransport", listenerKey);
  const answer = allAre(outcomes, tcpAlone);
  if (answer === "maybe") return openSetting(outcomes, tcpAlone, "SelectTransport");
  return answer === "yes" ? "off" : "on";
}
