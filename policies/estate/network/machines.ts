import { view, type Estate } from "../estate";
import { property, type AzureResource } from "../resource";
import type { Reading } from "../value";
import { operatingSystem, type OperatingSystem } from "./operating-system";

/** A virtual machine, or all instances of a scale set. */
export interface Machine {
  readonly resource: AzureResource;
  readonly kind: "vm" | "scaleSet";
  /** Known or unknown, never absent. */
  readonly os: Reading<OperatingSystem>;
  /** Where the machine's profiles stand in the resource: "" or "virtualMachineProfile". */
  readonly base: "" | "virtualMachineProfile";
}

/** Every machine of the estate, Windows or not. A scale set without a model of its own has no machines. */
export const machines: (estate: Estate) => readonly Machine[] = view((estate) => [
  ...estate.ofType("compute:VirtualMachine").map((resource) => machine(resource, "vm")),
  ...estate
    .ofType("compute:VirtualMachineScaleSet")
    .filter((resource) => property(resource, "virtualMachineProfile").state !== "absent")
    .map((resource) => machine(resource, "scaleSet")),
]);

function machine(resource: AzureResource, kind: Machine["kind"]): Machine {
  const base = kind === "vm" ? "" : "virtualMachineProfile";
  return { resource, kind, base, os: operatingSystem(resource, base) };
}
