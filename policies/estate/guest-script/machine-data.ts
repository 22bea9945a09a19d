import { base64Text } from "../../model/guest-script/reading/decode";
import { unattendCommands } from "../../model/guest-script/unattend";
import type { Estate } from "../estate";
import { machines, type Machine } from "../network/machines";
import { listProperty, stringProperty } from "../resource";
import { readString } from "../value";
import type { CarriedScript } from "./carried-script";

/** Scripts that a machine's own profile carries: customData, userData and the unattend file. */
export function machineDataScripts(estate: Estate): CarriedScript[] {
  return machines(estate)
    .filter(({ os }) => os.state !== "known" || os.value === "windows")
    .flatMap((machine) => [...data(machine), ...unattended(machine)]);
}

// Windows runs neither by itself; people have them run, so a script in them is read like any other.
function data({ resource, base }: Machine): CarriedScript[] {
  return ["osProfile.customData", "userData"].flatMap((name): CarriedScript[] => {
    const path = base ? `${base}.${name}` : name;
    const encoded = stringProperty(resource, path);
    if (encoded.state !== "known") return [];
    const { text } = base64Text(encoded.value);
    if (text !== undefined) return [{ resource, path, text, origin: { shell: "unknown" } }];
    const binary = /^[A-Za-z0-9+/=\s]*$/.test(encoded.value);
    return binary ? [] : [{ resource, path, hidden: `${path} is no base64 text` }];
  });
}

function unattended({ resource, base }: Machine): CarriedScript[] {
  const name = "osProfile.windowsConfiguration.additionalUnattendContent";
  const path = base ? `${base}.${name}` : name;
  const list = listProperty(resource, path);
  if (list.state !== "known") return [];
  return list.value.flatMap((entry, index): CarriedScript[] => {
    const at = `${path}[${index}].content`;
    const setting = readString(entry, "settingName");
    // AutoLogon holds a password and no commands.
    if (setting.state === "known" && setting.value.toLowerCase() === "autologon") return [];
    const content = readString(entry, "content");
    if (content.state === "unknown") return [{ resource, path: at, hidden: `${at} is not known yet` }];
    if (content.state === "absent") return [];
    return unattendCommands(content.value).map((text) => ({ resource, path: at, text, origin: { shell: "cmd" } }));
  });
}
