import { listenerKey, serverKey } from "../listener/keys";
import { asText, text, type ScriptValue } from "../reading/value";
import type { RegistryAction } from "./action";
import { registryData } from "./data";

// Methods of Remote Desktop's own classes, and the value that each of them sets:
// https://learn.microsoft.com/windows/win32/termserv/win32-tsgeneralsetting
// https://learn.microsoft.com/windows/win32/termserv/win32-terminalservicesetting
interface Setting {
  readonly key: string;
  readonly name: string;
  /** Name of the argument in lower case. */
  readonly argument: string;
  /** True where the argument says the opposite of the value. */
  readonly denies?: true;
}

const settings: Readonly<Record<string, Setting>> = {
  setsecuritylayer: { key: listenerKey, name: "SecurityLayer", argument: "securitylayer" },
  setuserauthenticationrequired: {
    key: listenerKey,
    name: "UserAuthentication",
    argument: "userauthenticationrequired",
  },
  setencryptionlevel: { key: listenerKey, name: "MinEncryptionLevel", argument: "minencryptionlevel" },
  setallowtsconnections: {
    key: serverKey,
    name: "fDenyTSConnections",
    argument: "allowtsconnections",
    denies: true,
  },
};

/** True where a method, in lower case, is one that sets a value of Remote Desktop. */
export function isSettingMethod(name: string): boolean {
  return Object.hasOwn(settings, name);
}

/** The argument that decides, where a method gets its arguments by name; it is the first where it gets them in order. */
export function settingArgument(method: string, named: ReadonlyMap<string, ScriptValue>): ScriptValue | undefined {
  return named.get(settings[method]?.argument ?? "");
}

/** What a method does to the registry with the argument that decides. */
export function settingActions(method: string, argument: ScriptValue | undefined): RegistryAction[] {
  const setting = settings[method];
  if (!setting || !argument) return [];
  const written = registryData(argument);
  const data = setting.denies && "known" in written ? { known: written.known === 0 ? 1 : 0 } : written;
  return [{ does: "set", key: { path: text(setting.key) }, name: asText(text(setting.name)), data }];
}
