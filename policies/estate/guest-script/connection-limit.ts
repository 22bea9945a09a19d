import { listenerKey } from "../../model/guest-script/listener/keys";
import { connectionNeed, connectionNeeds } from "../../model/simultaneous-connections";
import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import { marketplaceImage } from "../windows-image";
import { machineSettings } from "./machine-settings";
import type { ScriptTrouble } from "./script-trouble";
import { allAre, effectiveOutcomes, outcomeIs } from "./setting-answers";
import { openSetting, settingTrouble } from "./setting-trouble";

const name = "MaxInstanceCount";

/** What scripts leave behind for the connections that a machine takes at once; undefined where that is enough for it. */
export async function connectionLimit(estate: Estate, machine: AzureResource): Promise<ScriptTrouble | undefined> {
  const outcomes = effectiveOutcomes(await machineSettings(estate, machine), name.toLowerCase(), listenerKey);
  const known = connectionNeed(marketplaceImage(machine).name);
  const need = known ?? connectionNeeds.multiSession;
  const low = { below: need.least };
  const answer = allAre(outcomes, low);
  const one = outcomes.find((outcome) => outcomeIs(outcome, low) !== "no");
  if (answer === "no" || !one) return undefined;
  if (answer === "maybe") return openSetting(outcomes, low, name);
  const limit = one.data && "known" in one.data ? one.data.known : 0;
  if (limit === 0) {
    return settingTrouble(one, "unknown", `it sets ${name} to 0, of which no document says what it does`);
  }
  if (known) return settingTrouble(one, "broken", `sets ${name} to ${limit}, but ${known.title}`);
  const image = `the image of ${machine.name} does not tell which Windows it holds`;
  return settingTrouble(
    one,
    "unknown",
    `whether the ${limit} to which it sets ${name} is enough is not known: ${image}`,
  );
}
