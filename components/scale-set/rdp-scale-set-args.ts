import type { MachineArgs } from "../host/machine-args";

/** How a scale set keeps its instances. */
export const RdpOrchestrationMode = {
  /** As virtual machines, which can hold a guest configuration. */
  Flexible: "Flexible",
  /** As instances of its own; refused, because Machine Configuration does not support them. */
  Uniform: "Uniform",
} as const;
export type RdpOrchestrationMode = (typeof RdpOrchestrationMode)[keyof typeof RdpOrchestrationMode];

/** Arguments of RdpScaleSet. */
export interface RdpScaleSetArgs extends MachineArgs {
  /** Required. Number of instances, 1 to 200. Each of them is a virtual machine of the stack. */
  instanceCount: number;
  /**
   * Optional. What the names of the computers in Windows begin with, before `-1`, `-2` and so on: 1 to 11 letters, digits and
   * hyphens, a letter first.
   * @default the name of the component, which then has to fit
   */
  computerNamePrefix?: string;
  /**
   * Optional. Availability zones of the region over which the instances are spread in turn: of 1, 2 and 3.
   * @default none; Azure spreads them over its fault domains
   * @see https://learn.microsoft.com/azure/reliability/availability-zones-overview
   */
  availabilityZones?: string[];
  /**
   * Optional. Flexible; Uniform is refused.
   * @default "Flexible"
   * @see https://learn.microsoft.com/azure/governance/machine-configuration/overview/01-overview-concepts
   */
  orchestrationMode?: RdpOrchestrationMode;
  /**
   * Optional. Whether Azure adds and removes instances by itself; only false. Such an instance has neither a system-assigned
   * identity, which a Flexible scale set cannot give it, nor a guest configuration.
   * @default false
   * @see https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-orchestration-modes
   */
  scalesAutomatically?: boolean;
}
