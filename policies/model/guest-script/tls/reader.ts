import type { GuestScriptFact } from "../facts";
import { bindCommand } from "../powershell/binding";
import type { FactReader, ScriptCall } from "../reading/call";
import { flatten } from "../reading/value";
import { areaKey, registryFacts, type RegistryArea } from "../registry/facts";
import { schannelKey, suiteKey, suitePolicyKey } from "./keys";

const named =
  /schannel|fipsalgorithmpolicy|cryptography\\configuration\\(ssl|local)|(cipher|ecc|tls)[\w]*(suite|protocol)/i;

/** Keys that decide which TLS Windows speaks. */
export const tlsArea: RegistryArea = {
  topic: "tls",
  keys: [
    areaKey(schannelKey, true),
    areaKey(suitePolicyKey),
    areaKey(suiteKey),
    areaKey("hklm\\system\\currentcontrolset\\control\\lsa\\fipsalgorithmpolicy"),
  ],
  names: new Set(["enabled", "disabledbydefault", "functions"]),
  mentions: (text) => named.test(text),
};

/** Reads what a script does to TLS: RDP904-070. */
export const tlsReader: FactReader = {
  topic: "tls",
  words: [
    "schannel",
    "fipsalgorithmpolicy",
    "configuration\\ssl\\",
    "configuration\\local\\ssl",
    "tlsciphersuite",
    "tlsprotocol",
  ],
  mentions: tlsArea.mentions,
  read: (call, script) => [...registryFacts(call, script, tlsArea), ...unknownSuite(call)],
};

// One suite less does no harm; which ones go must be known all the same: https://learn.microsoft.com/powershell/module/tls
function unknownSuite(call: ScriptCall): GuestScriptFact[] {
  if (call.kind !== "command" || call.name !== "disable-tlsciphersuite") return [];
  const name = bindCommand(call).get("name");
  const names = name ? flatten([name]) : call.input;
  if (names.length > 0 && names.every((each) => each.is === "text")) return [];
  const { line, branch } = call;
  const why = "which cipher suites it switches off is not known";
  return [{ kind: "unresolved", topic: "tls", why, line, branch, text: "Disable-TlsCipherSuite" }];
}
