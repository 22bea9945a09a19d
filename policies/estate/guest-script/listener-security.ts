import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import { listenerKey } from "../../model/guest-script/listener/keys";
import { machineSettings, type MachineSettings, type SettingOutcome } from "./machine-settings";
import { worstTrouble, type ScriptTrouble } from "./script-trouble";
import { allAre, effectiveOutcomes, outcomeIs } from "./setting-answers";
import { openSetting, settingTrouble, unreadTroubles } from "./setting-trouble";

/** The worst of what scripts leave behind for the security of a machine's listener; undefined where that is nothing. */
export async function listenerSecurity(estate: Estate, machine: AzureResource): Promise<ScriptTrouble | undefined> {
  const settings = await machineSettings(estate, machine);
  const unread = unreadTroubles(settings, "rdp-listener", "the RDP listener");
  return worstTrouble([...layer(settings), ...authentication(settings), ...encryption(settings), ...unread]);
}

function effective(settings: MachineSettings, name: string): readonly SettingOutcome[] {
  return effectiveOutcomes(settings, name, listenerKey);
}

function layer(settings: MachineSettings): ScriptTrouble[] {
  const outcomes = effective(settings, "securitylayer");
  const answer = allAre(outcomes, 0);
  const one = outcomes.find((outcome) => outcomeIs(outcome, 0) !== "no");
  if (answer === "no" || !one) return [];
  if (answer === "maybe") return [openSetting(outcomes, 0, "SecurityLayer")];
  const off = effective(settings, "userauthentication");
  const what = "sets SecurityLayer to 0, which is RDP's own security without TLS";
  if (allAre(off, 0) === "yes")
    return [settingTrouble(one, "weak", `${what}, where Network Level Authentication is off`)];
  if (allAre(off, 0) === "maybe") return [openSetting(off, 0, "UserAuthentication")];
  return [settingTrouble(one, "broken", `${what}, while Network Level Authentication is required and needs it`)];
}

function authentication(settings: MachineSettings): ScriptTrouble[] {
  const outcomes = effective(settings, "userauthentication");
  const one = outcomes.find((outcome) => outcomeIs(outcome, 0) === "yes");
  if (!one || allAre(outcomes, 0) !== "yes") return [];
  return [settingTrouble(one, "weak", "sets UserAuthentication to 0, which switches Network Level Authentication off")];
}

function encryption(settings: MachineSettings): ScriptTrouble[] {
  const outcomes = effective(settings, "minencryptionlevel");
  const one = outcomes.find((outcome) => outcomeIs(outcome, 1) === "yes");
  if (!one || allAre(outcomes, 1) !== "yes") return [];
  // https://learn.microsoft.com/windows/win32/termserv/win32-tsgeneralsetting-setsecuritylayer
  const what =
    allAre(effective(settings, "securitylayer"), 2) === "yes"
      ? "is not valid beside SecurityLayer 2, and Windows corrects the pair (event 1050 in the System log)"
      : "leaves what the host sends unencrypted where a client does not speak TLS";
  return [settingTrouble(one, "weak", `sets MinEncryptionLevel to 1, which ${what}`)];
}
