import { listenerKey, serverKey } from "../listener/keys";
import { asText, text, type ScriptValue } from "../reading/value";
import type { RegistryAction } from "./action";
import { registryData } from "./data";

// Methods of Remote Desktop's own classes, and the value that each of them sets:
// https://learn.microsoft.com/windows/win32/termserv/win32-tsgeneralsetting
// https://learn.microsoft.com/windows/win32/termserv/win32-terminalservicesetting
const settings: Readonly<Record<string, { readonly key: string; readonly name: string; readonly denies?: true }>> = {
  setsecuritylayer: { key: listenerKey, name: "SecurityLayer" },
  setuserauthenticationrequired: { key: listenerKey, name: "UserAuthentication" },
  setencryptionlevel: { key: listenerKey, name: "MinEncryptionLevel" },
  setallowtsconnections: { key: serverKey, name: "fDenyTSConnections", denies: true },
};

/** True where a method, in lower case, is one that sets a value of Remote Desktop. */
export function isSettingMethod(name: string): boolean {
  return Object.hasOwn(settings, name);
}

export function settingActions(method: string, [argument]: readonly ScriptValue[]): RegistryAction[] {
  const setting = settings[method];
  if (!setting || !argument) return [];
  const given = registryData(argument);
  const data = setting.denies && "known" in given ? { known: given.known === 0 ? 1 : 0 } : given;
  return [{ does: "set", key: { path: text(setting.key) }, name: asText(text(setting.name)), data }];
}
