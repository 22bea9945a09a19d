import { windowsRelease, type WindowsRelease } from "../model/windows-release";
import { property, stringProperty, type AzureResource } from "./resource";
import type { Reading } from "./value";

/** The Windows in the image of a virtual machine or of a scale set's model; never absent. */
export function imageRelease(machine: AzureResource): Reading<WindowsRelease> {
  const isScaleSet = machine.type === "compute:VirtualMachineScaleSet";
  const path = `${isScaleSet ? "virtualMachineProfile." : ""}storageProfile.imageReference`;
  const parts = ["publisher", "offer", "sku"] as const;
  const read = Object.fromEntries(parts.map((part) => [part, stringProperty(machine, `${path}.${part}`)]));
  const known = Object.fromEntries(
    Object.entries(read).map(([part, reading]) => [part, reading.state === "known" ? reading.value : undefined]),
  );
  const release = windowsRelease(known);
  if (release) return { state: "known", path, value: release };
  const open = Object.values(read).find((reading) => reading.state === "unknown");
  if (open?.state === "unknown") return { ...open, why: `${open.path} of ${machine.name} is not known yet` };
  const image = property(machine, path);
  const why = image.state === "absent" ? "no image is named" : "the image's name does not tell";
  return { state: "unknown", path, why: `which Windows ${machine.name} runs is not known: ${why}` };
}
