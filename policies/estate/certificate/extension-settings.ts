import { copyPlain } from "../copy";
import { listProperty, property, stringProperty, booleanProperty, type AzureResource } from "../resource";
import { read, readBoolean, readList, readString, isObject } from "../value";
import type { NotKnown, Reading, Value } from "../value";
import { pathIn, type MachineExtension } from "./machine-extensions";

type OfResource<T> = (resource: AzureResource, path: string) => Reading<T>;
type OfTree<T> = (tree: Value | undefined, path: string) => Reading<T>;

/**
 * Reads one setting of an extension; paths are those on the resource that holds it. Settings are an object; where they
 * are JSON text, which the extension refuses, the text is read all the same, so that one mistake does not hide another.
 */
function setting<T>(
  extension: MachineExtension,
  path: string,
  ofResource: OfResource<T>,
  ofTree: OfTree<T>,
): Reading<T> {
  const settingsPath = pathIn(extension, "settings");
  const whole = property(extension.resource, settingsPath);
  if (whole.state === "absent") return protectedInstead(extension) ?? { ...whole, path: `${settingsPath}.${path}` };
  if (whole.state !== "known" || typeof whole.value !== "string") {
    return ofResource(extension.resource, `${settingsPath}.${path}`);
  }
  const tree = parsed(whole.value);
  if (tree !== undefined) return { ...ofTree(tree, path), path: `${settingsPath}.${path}` };
  const why = `${settingsPath} of ${extension.resource.name} is a text that is no JSON object`;
  return { state: "unknown", path: settingsPath, why };
}

/** Protected settings are never looked into; where they stand in for settings, nothing can be said. */
export function protectedInstead(extension: MachineExtension): NotKnown | undefined {
  for (const name of ["protectedSettings", "protectedSettingsFromKeyVault"]) {
    const path = pathIn(extension, name);
    if (property(extension.resource, path).state !== "absent") {
      return { state: "unknown", path, why: `${path} of ${extension.resource.name} is not looked into` };
    }
  }
  return undefined;
}

function parsed(text: string): Value | undefined {
  try {
    const tree = copyPlain(JSON.parse(text));
    return isObject(tree) ? tree : undefined;
  } catch {
    return undefined;
  }
}

export const settingOf = (e: MachineExtension, path: string): Reading<Value> => setting(e, path, property, read);
export const stringSetting = (e: MachineExtension, path: string): Reading<string> =>
  setting(e, path, stringProperty, readString);
export const booleanSetting = (e: MachineExtension, path: string): Reading<boolean> =>
  setting(e, path, booleanProperty, readBoolean);
export const listSetting = (e: MachineExtension, path: string): Reading<Value[]> =>
  setting(e, path, listProperty, readList);
