import type { Declared } from "../../../policies/testing";

/** The tokens under which the packages of Azure Native register the same resources. */
export const spellings: readonly (readonly [string, (declared: readonly Declared[]) => Declared[]])[] = [
  ["plain tokens", retyped("azure-native:$1:")],
  ["versioned tokens", retyped("azure-native:$1/v20240701:")],
  ["a local package's tokens", retyped("azure-native_$1_v20240701:$1:")],
];

function retyped(token: string): (declared: readonly Declared[]) => Declared[] {
  return (declared) => declared.map((one) => ({ ...one, type: one.type.replace(/^azure-native:([a-z]+):/, token) }));
}

/** An extension of a scale set as a resource of its own. */
export function scaleSetExtension(name: string, inputs: Record<string, unknown>): Declared {
  return {
    type: "azure-native:compute:VirtualMachineScaleSetExtension",
    name,
    inputs: { resourceGroupName: "rg", ...inputs },
  };
}
