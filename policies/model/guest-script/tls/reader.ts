import type { FactReader } from "../reading/call";
import { areaKey, registryFacts, type RegistryArea } from "../registry/facts";

const named =
  /schannel|fipsalgorithmpolicy|cryptography\\configuration\\(ssl|local)|(cipher|ecc|tls)[\w]*(suite|protocol)/i;
const schannel = "hklm\\system\\currentcontrolset\\control\\securityproviders\\schannel";
const configuration = "cryptography\\configuration";

/** Keys that decide which TLS Windows speaks. */
export const tlsArea: RegistryArea = {
  topic: "tls",
  keys: [
    areaKey(schannel, true),
    areaKey(`hklm\\software\\policies\\microsoft\\${configuration}\\ssl\\00010002`),
    areaKey(`hklm\\system\\currentcontrolset\\control\\${configuration}\\local\\ssl\\00010002`),
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
  read: (call, script) => registryFacts(call, script, tlsArea),
};
