import { windowsRelease, type ImageName, type WindowsRelease } from "../model/windows-release";
import { property, stringProperty, type AzureResource } from "./resource";
import type { NotKnown, Reading } from "./value";

/** The Marketplace image of a virtual machine or of a scale set's model, as far as it is known. */
export interface MarketplaceImage {
  /** Where the image is named. */
  readonly path: string;
  readonly name: ImageName;
  /** A part of the name that is not known yet. */
  readonly open: NotKnown | undefined;
}

export function marketplaceImage(machine: AzureResource): MarketplaceImage {
  const isScaleSet = machine.type === "compute:VirtualMachineScaleSet";
  const path = `${isScaleSet ? "virtualMachineProfile." : ""}storageProfile.imageReference`;
  const readings = (["publisher", "offer", "sku"] as const).map((part) => stringProperty(machine, `${path}.${part}`));
  const [publisher, offer, sku] = readings.map((reading) => (reading.state === "known" ? reading.value : undefined));
  const open = readings.find((reading) => reading.state === "unknown");
  return { path, name: { publisher, offer, sku }, open: open?.state === "unknown" ? open : undefined };
}

/** The Windows in the image of a virtual machine or of a scale set's model; never absent. */
export function imageRelease(machine: AzureResource): Reading<WindowsRelease> {
  const { path, name, open } = marketplaceImage(machine);
  const release = windowsRelease(name);
  if (release) return { state: "known", path, value: release };
  if (open) return { ...open, why: `${open.path} of ${machine.name} is not known yet` };
  const image = property(machine, path);
  const why = image.state === "absent" ? "no image is named" : "the image's name does not tell";
  return { state: "unknown", path, why: `which Windows ${machine.name} runs is not known: ${why}` };
}
