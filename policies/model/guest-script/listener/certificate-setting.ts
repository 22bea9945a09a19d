import { bindCommand } from "../powershell/binding";
import { commandWords } from "../powershell/command-line-words";
import type { ScriptCall, ScriptContext } from "../reading/call";
import { asText, flatten, type ScriptValue } from "../reading/value";
import { areaKey, registryFacts, type RegistryArea } from "../registry/facts";
import { listenerKey } from "./keys";

const setting = "sslcertificatesha1hash";
const area: RegistryArea = {
  topic: "rdp-listener",
  keys: [areaKey(listenerKey)],
  names: new Set([setting]),
  mentions: (text) => text.toLowerCase().includes(setting),
};
const changing = new Set(["set-ciminstance", "set-wmiinstance"]);

/**
 * True where a call sets the certificate of the RDP listener, by WMI or in the registry:
 * https://learn.microsoft.com/troubleshoot/windows-server/remote/remote-desktop-listener-certificate-configurations
 */
export function setsListenerCertificate(call: ScriptCall, script: ScriptContext): boolean {
  if (call.kind === "hidden") return false;
  if (registryFacts(call, script, area).some((fact) => fact.kind === "sets-registry-value" && fact.name === setting))
    return true;
  if (call.kind === "method") return /(^|\.)put(_|$)/.test(call.name) && wasGiven(call.target);
  if (call.name === "wmic")
    return setByWmic.test(
      commandWords(call)
        .map((word) => asText(word).text)
        .join(" "),
    );
  if (!changing.has(call.name)) return false;
  const values = [...bindCommand(call).values()].flatMap((value) => value ?? []);
  return flatten([...values, ...call.input]).some(
    (value) => (value.is === "table" && value.entries.has(setting)) || wasGiven(value),
  );
}

const setByWmic = /\bset\s[\s\S]*sslcertificatesha1hash["']?\s*=/i;

// $setting.SSLCertificateSHA1Hash = …
function wasGiven(value: ScriptValue): boolean {
  return value.is === "instance" && value.calls.some(({ name }) => name === `set_${setting}`);
}
