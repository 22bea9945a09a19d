import type { FactReader } from "../reading/call";
import { listenerKey, policyKey, serverKey } from "./keys";
import { areaKey, registryFacts, type RegistryArea } from "../registry/facts";

const named =
  /terminal (server|services)|rdp-tcp|win32_(tsgeneralsetting|terminalservicesetting)|rdtoggle|fdenytsconnections|minencryptionlevel|userauthenticationrequired/i;

/** Keys of Remote Desktop, and their twins that a policy sets and that win over them. */
export const listenerArea: RegistryArea = {
  topic: "rdp-listener",
  keys: [areaKey(serverKey), areaKey(`${serverKey}\\winstations`), areaKey(listenerKey), areaKey(policyKey)],
  names: new Set([
    "fdenytsconnections",
    "fenablewinstation",
    "flogondisabled",
    "tsenabled",
    "tsuserenabled",
    "securitylayer",
    "userauthentication",
    "minencryptionlevel",
    "fallowsecprotocolnegotiation",
    "portnumber",
    "maxinstancecount",
    "selecttransport",
  ]),
  mentions: (text) => named.test(text),
};

/** Reads what a script does to the RDP listener: RDP904-005, 071, 072 and 074. */
export const listenerReader: FactReader = {
  topic: "rdp-listener",
  words: [
    "terminalserver",
    "terminalservices",
    "rdp-tcp",
    "win32_tsgeneralsetting",
    "win32_terminalservicesetting",
    "rdtoggle",
    "fdenytsconnections",
    "minencryptionlevel",
    "setuserauthenticationrequired",
    "setallowtsconnections",
    "setsecuritylayer",
  ],
  mentions: listenerArea.mentions,
  read: (call, script) => registryFacts(call, script, listenerArea),
};
