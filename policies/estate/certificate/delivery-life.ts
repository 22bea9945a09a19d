import { extensionLines, pollingIntervalPath } from "../../model/certificate/extension-line";
import { judgeLife, type LifeAnswer } from "../../model/certificate/life";
import { daysInMonths } from "../../model/certificate/renewal-window";
import type { AzureResource } from "../resource";
import type { Known, NotKnown } from "../value";
import { autoRenewal, originOf, validityMonths } from "./certificate-policy";
import { settingOf } from "./extension-settings";
import { lineOf } from "./key-vault-extensions";
import { pathIn, type MachineExtension } from "./machine-extensions";
import { renewalOf } from "./renewal";

/** https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows: once each hour, where nobody says. */
const defaultPollingSeconds = 3600;

/** Seconds between two looks of an extension into the vault; never absent. */
export function pollingSeconds(extension: MachineExtension): Known<number> | NotKnown {
  const path = pathIn(extension, `settings.${pollingIntervalPath}`);
  const setting = settingOf(extension, pollingIntervalPath);
  if (setting.state === "unknown") return setting;
  const written = setting.state === "absent" ? defaultPollingSeconds : setting.value;
  const isNumber = typeof written === "number" || (typeof written === "string" && /^\s*\d+\s*$/.test(written));
  const seconds = isNumber ? Number(written) : 0;
  if (seconds <= 0) return { state: "unknown", path, why: `${path} is no number of seconds` };
  const line = lineOf(extension);
  const bounds = line.state === "known" ? extensionLines[line.value].pollingSeconds : undefined;
  return { state: "known", path, value: bounds ? Math.min(Math.max(seconds, bounds.least), bounds.most) : seconds };
}

/**
 * How long a renewal takes to the listener, for a certificate whose renewal is as it should be; undefined for any other,
 * of which RDP904-046 speaks.
 */
export function deliveryLife(source: AzureResource, pollingIntervalSeconds: number): LifeAnswer | undefined {
  if (originOf(source) === "stored" || renewalOf(source).state !== "renews") return undefined;
  const renewal = autoRenewal(source);
  if (renewal.state !== "at") return undefined;
  const { trigger } = renewal;
  const months = validityMonths(source);
  if (months.state === "known")
    return judgeLife({ validityDays: daysInMonths(months.value), trigger, pollingIntervalSeconds });
  if (!("daysBeforeExpiry" in trigger)) return undefined;
  return judgeLife({ validityDays: trigger.daysBeforeExpiry, trigger, pollingIntervalSeconds });
}
