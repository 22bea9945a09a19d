import { ArgumentError, shown } from "../argument-check";

/**
 * SKUs in `MicrosoftWindowsServer:WindowsServer` that are of generation 2, as Trusted launch wants, and that Azure patches by
 * itself: it refuses a machine whose patching is set so and whose image is not on its list
 * (https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching#supported-os-images).
 */
export const imageSkus: readonly string[] = [
  ...["", "-core", "-smalldisk", "-core-smalldisk"].map((kind) => `2025-datacenter-azure-edition${kind}`),
  ...["", "-core", "-smalldisk", "-core-smalldisk"].map((kind) => `2022-datacenter-azure-edition${kind}`),
  ...["-hotpatch", "-hotpatch-smalldisk"].map((kind) => `2022-datacenter-azure-edition${kind}`),
  ...["2022-datacenter-g2", "2022-datacenter-core-g2", "2022-datacenter-smalldisk-g2"],
  ...["2019-datacenter-gensecond", "2019-datacenter-smalldisk-g2"],
];

/** @throws ArgumentError with the argument's path and what is allowed */
export function checkImageSku(path: string, value: unknown): string {
  if (typeof value === "string" && imageSkus.includes(value.toLowerCase())) return value;
  throw new ArgumentError(path, shown(value), `one of ${imageSkus.join(", ")} (RDP904-075)`);
}
