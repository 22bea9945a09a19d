import type { compute } from "@pulumi/azure-native";
import { ArgumentError, checkList, checkOneOf, checkText, checkWhole, shown } from "../argument-check";
import type { RdpHostArgs } from "../host/rdp-host-args";
import { planHost } from "../host/rdp-host-plan";
import { checkZone } from "../host/zones";
import { RdpOrchestrationMode, type RdpScaleSetArgs } from "./rdp-scale-set-args";

/** Inputs of the scale set, and arguments of the hosts in it, less its id. */
export interface RdpScaleSetPlan {
  readonly scaleSet: compute.VirtualMachineScaleSetArgs;
  readonly hosts: readonly { readonly name: string; readonly args: RdpHostArgs }[];
}

/** @throws ArgumentError with the argument's path and what is allowed; never with a secret */
export function planScaleSet(name: string, args: RdpScaleSetArgs): RdpScaleSetPlan {
  const { instanceCount, computerNamePrefix, availabilityZones, orchestrationMode, scalesAutomatically, ...shared } =
    args;
  refuseUniform(`${name}: orchestrationMode`, orchestrationMode ?? RdpOrchestrationMode.Flexible);
  if (scalesAutomatically !== undefined && scalesAutomatically !== false) {
    const why = "an instance that Azure adds has no identity of its own and no guest configuration (RDP904-062)";
    throw new ArgumentError(`${name}: scalesAutomatically`, shown(scalesAutomatically), `false; ${why}`);
  }
  const count = checkWhole(`${name}: instanceCount`, instanceCount, { min: 1, max: 200, unit: "instances" });
  const prefix = checkText(
    `${name}: computerNamePrefix`,
    computerNamePrefix ?? name,
    /^[A-Za-z][A-Za-z0-9-]{0,10}$/,
    "1 to 11 letters, digits and hyphens, a letter first",
  );
  const zones = checkZones(`${name}: availabilityZones`, availabilityZones);
  const hosts = Array.from({ length: count }, (_, index) => {
    const zone = zones[index % zones.length];
    const placed = zone === undefined ? {} : { availabilityZone: zone };
    return { name: `${name}-${index + 1}`, args: { ...shared, computerName: `${prefix}-${index + 1}`, ...placed } };
  });
  // What all instances share is refused under the name that the caller knows.
  planHost(name, hosts[0]!.args);
  const { resourceGroupName, location, tags = {} } = args;
  return {
    scaleSet: {
      ...{ resourceGroupName, location, tags },
      orchestrationMode: RdpOrchestrationMode.Flexible,
      platformFaultDomainCount: 1,
      // Otherwise nothing can be put into a scale set that has no model of its instances
      // (https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-attach-detach-vm).
      singlePlacementGroup: false,
      ...(zones.length > 0 && { zones }),
    },
    hosts,
  };
}

function refuseUniform(path: string, mode: unknown): void {
  if (checkOneOf(path, mode, Object.values(RdpOrchestrationMode)) === RdpOrchestrationMode.Flexible) return;
  const why = "a Uniform scale set cannot hold a guest configuration (RDP904-062)";
  throw new ArgumentError(path, shown(mode), `"${RdpOrchestrationMode.Flexible}"; ${why}`);
}

function checkZones(path: string, value: unknown): string[] {
  const zones = checkList(path, value ?? [], "a list of availability zones");
  zones.forEach((zone, index) => {
    checkZone(`${path}[${index}]`, zone);
    if (zones.indexOf(zone) !== index) throw new ArgumentError(`${path}[${index}]`, shown(zone), "each zone once");
  });
  return zones as string[];
}
