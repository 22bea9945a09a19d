import { suitesLeft } from "../../model/guest-script/tls/cipher-suites";
import { schannelKey, suiteKey, suitePolicyKey } from "../../model/guest-script/tls/keys";
import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import { imageRelease } from "../windows-image";
import { machineSettings, type MachineSettings, type SettingOutcome } from "./machine-settings";
import { worstTrouble, type ScriptTrouble } from "./script-trouble";
import { allAre, type Answer } from "./setting-answers";
import { openSetting, settingTrouble, unreadTroubles } from "./setting-trouble";

/** The worst of what scripts leave behind for TLS on a machine; undefined where that is nothing. */
export async function tlsTrouble(estate: Estate, machine: AzureResource): Promise<ScriptTrouble | undefined> {
  const settings = await machineSettings(estate, machine);
  const newest = speaksTls13(settings, machine);
  const algorithms = algorithmGroups.flatMap((group) => withoutAny(settings, group));
  const unread = unreadTroubles(settings, "tls", "TLS");
  return worstTrouble([...versions(settings, newest, machine), ...suites(settings, newest), ...algorithms, ...unread]);
}

function server(settings: MachineSettings, version: string, name: string): readonly SettingOutcome[] {
  return settings.outcomes(`${schannelKey}\\protocols\\tls ${version}\\server`, name);
}

// Windows speaks TLS 1.3 from Server 2022 on: https://learn.microsoft.com/windows/win32/secauthn/protocols-in-tls-ssl--schannel-ssp-
function speaksTls13(settings: MachineSettings, machine: AzureResource): Answer {
  if (allAre(server(settings, "1.3", "enabled"), 0) !== "no") return "no";
  const release = imageRelease(machine);
  if (release.state !== "known" || release.value.kind !== "server") return "maybe";
  return release.value.year >= 2022 ? "yes" : "no";
}

function versions(settings: MachineSettings, newest: Answer, machine: AzureResource): ScriptTrouble[] {
  const outcomes = server(settings, "1.2", "enabled");
  const [one] = outcomes;
  const off = allAre(outcomes, 0);
  if (newest === "yes") return [];
  if (!one || off === "no") return byDefault(settings);
  if (off === "maybe") return [openSetting(outcomes, 0, "Enabled of TLS 1.2 Server")];
  const what = "switches off TLS 1.2 Server";
  if (newest === "maybe")
    return [settingTrouble(one, "unknown", `it ${what}, and whether the host speaks TLS 1.3 is not known`)];
  const old = ["1.0", "1.1"].map((version) => speaksOld(settings, version, machine));
  if (old.includes("yes"))
    return [settingTrouble(one, "weak", `${what} and leaves older versions, which newer clients refuse`)];
  if (old.includes("maybe"))
    return [settingTrouble(one, "unknown", `it ${what}, and whether the host speaks an older version is not known`)];
  return [settingTrouble(one, "broken", `${what}, and the host speaks no other version`)];
}

// https://learn.microsoft.com/windows-server/security/tls/tls-registry-settings
function byDefault(settings: MachineSettings): ScriptTrouble[] {
  const outcomes = server(settings, "1.2", "disabledbydefault");
  if (allAre(outcomes, 1) !== "yes") return [];
  const why = "it sets DisabledByDefault of TLS 1.2 Server to 1, and whether RDP asks for TLS 1.2 by name is not known";
  return [settingTrouble(outcomes[0]!, "unknown", why)];
}

// Windows that came after September 2023 has them off: https://learn.microsoft.com/windows/whats-new/deprecated-features-resources
function speaksOld(settings: MachineSettings, version: string, machine: AzureResource): Answer {
  const outcomes = server(settings, version, "enabled").filter(({ data }) => data !== undefined);
  if (outcomes.length > 0) {
    const off = allAre(outcomes, 0);
    return off === "yes" ? "no" : off === "no" ? "yes" : "maybe";
  }
  const release = imageRelease(machine);
  if (release.state !== "known" || release.value.kind !== "server") return "maybe";
  return release.value.year < 2025 ? "yes" : "no";
}

// A list that a policy sets wins over Windows' own.
function suites(settings: MachineSettings, newest: Answer): ScriptTrouble[] {
  const byPolicy = settings.outcomes(suitePolicyKey, "functions").filter(({ data }) => data !== undefined);
  const outcomes = byPolicy.length > 0 ? byPolicy : settings.outcomes(suiteKey, "functions");
  const found = outcomes.flatMap((outcome) => suiteTrouble(outcome, newest));
  if (found.length === 0 || found.length === outcomes.length) return found;
  return found.map((one) => ({
    ...one,
    kind: "unknown",
    fact: "whether its list of cipher suites stays is not known",
  }));
}

function suiteTrouble(outcome: SettingOutcome, newest: Answer): ScriptTrouble[] {
  if (!outcome.data) return [];
  if ("why" in outcome.data) {
    return [
      settingTrouble(outcome, "unknown", `the list of cipher suites that it sets is not known: ${outcome.data.why}`),
    ];
  }
  const left = suitesLeft(String(outcome.data.known));
  if (left === "usable" || (left === "tls-1.3" && newest === "yes")) return [];
  const what = "narrows the cipher suites to";
  if (left === "ecdsa") {
    return [
      settingTrouble(
        outcome,
        "unknown",
        `it ${what} those for ECDSA certificates, and whether RDP's certificate is one is not known`,
      ),
    ];
  }
  if (left === "none") return [settingTrouble(outcome, "broken", `${what} none that RDP can use`)];
  if (newest === "no")
    return [settingTrouble(outcome, "broken", `${what} those of TLS 1.3, which the host does not speak`)];
  return [
    settingTrouble(outcome, "unknown", `it ${what} those of TLS 1.3, and whether the host speaks it is not known`),
  ];
}

/** Algorithms of which TLS needs one. */
interface AlgorithmGroup {
  readonly keys: readonly string[];
  readonly what: string;
}

const algorithmGroups: readonly AlgorithmGroup[] = [
  {
    keys: ["ciphers\\aes 128/128", "ciphers\\aes 256/256"],
    what: "AES, without which no cipher suite of today is left",
  },
  {
    keys: ["ecdh", "diffie-hellman", "pkcs"].map((name) => `keyexchangealgorithms\\${name}`),
    what: "the last way of agreeing on keys",
  },
];

function withoutAny(settings: MachineSettings, { keys, what }: AlgorithmGroup): ScriptTrouble[] {
  const each = keys.map((key) => settings.outcomes(`${schannelKey}\\${key}`, "enabled"));
  const answers = each.map((outcomes) => allAre(outcomes, 0));
  const last = each.at(-1)?.[0];
  if (!last || answers.includes("no")) return [];
  const open = each[answers.indexOf("maybe")];
  return open
    ? [openSetting(open, 0, "Enabled of an algorithm")]
    : [settingTrouble(last, "broken", `switches off ${what}`)];
}
