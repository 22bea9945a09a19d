import { randomUUID } from "node:crypto";

import { badRequest, conflict } from "../arm/errors";
import { groupIdOf, nameOfId, sameId } from "../arm/ids";
import { isObject, textAt, textsAt } from "../wire/values";
import type { PutRequest, ResourceModel } from "./model";
import { respond } from "./respond";

/**
 * A scale set as far as its own resource goes: the instances that Azure would make of a model and a capacity are not modelled
 * (https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-orchestration-modes).
 */
export const virtualMachineScaleSet: ResourceModel = {
  type: "compute:VirtualMachineScaleSet",
  put(request) {
    const { inputs, existing } = request;
    const mode = textAt(inputs, "orchestrationMode") ?? "Uniform";
    const before = textAt(existing?.body, "orchestrationMode");
    if (before !== undefined && before !== mode) {
      throw conflict("PropertyChangeNotAllowed", "Changing property 'orchestrationMode' is not allowed.");
    }
    if (mode === "Flexible") checkFlexible(request);
    return {
      orchestrationMode: mode,
      ...respond(request),
      timeCreated: textAt(existing?.body, "timeCreated") ?? request.azure.now().toISOString(),
      uniqueId: textAt(existing?.body, "uniqueId") ?? randomUUID(),
    };
  },
};

// https://github.com/Azure/bicep-registry-modules/issues/2671 quotes the refusal.
function checkFlexible({ inputs }: PutRequest): void {
  const kind = textAt(inputs, "identity", "type") ?? "None";
  if (/SystemAssigned/i.test(kind)) {
    throw badRequest(
      "InvalidParameter",
      `The value '${kind}' of parameter 'identity' is not allowed. Allowed values are: UserAssigned, None.`,
    );
  }
}

/**
 * Checks a machine that joins a scale set
 * (https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-attach-detach-vm).
 */
export function checkMembership(request: PutRequest): void {
  const id = textAt(request.inputs, "virtualMachineScaleSet", "id");
  const before = textAt(request.existing?.body, "virtualMachineScaleSet", "id");
  if (id === undefined) return;
  if (before !== undefined && !sameId(id, before)) {
    throw conflict("PropertyChangeNotAllowed", "Changing property 'virtualMachineScaleSet.id' is not allowed.");
  }
  const scaleSet = request.azure.store.get(id);
  if (scaleSet === undefined || !isSameGroup(id, request.id)) {
    throw badRequest(
      "InvalidParameter",
      `The Virtual Machine Scale Set '${id}' referenced by the Virtual Machine does not exist.`,
    );
  }
  const { body } = scaleSet;
  if (textAt(body, "orchestrationMode") !== "Flexible") {
    throw conflict(
      "OperationNotAllowed",
      `This operation is not allowed because referenced Virtual Machine Scale Set '${id}' does not have orchestration ` +
        "mode set to 'Flexible'",
    );
  }
  const hasModel = isObject(body["virtualMachineProfile"]);
  if (body["singlePlacementGroup"] === true || (!hasModel && body["singlePlacementGroup"] !== false)) {
    throw badRequest(
      "VmssDoesNotSupportAttachingWithSpg",
      `Virtual Machine Scale Set '${nameOfId(id)}' does not support attaching an existing Virtual Machine to it because the ` +
        "Virtual Machine Scale Set has single placement group set to true or does not have single placement group " +
        "explicitly set to false. Please see https://aka.ms/vmo/attachdetach for more information.",
    );
  }
  checkZone(request, id, textsAt(body, "zones"));
}

function isSameGroup(left: string, right: string): boolean {
  return sameId(groupIdOf(left) ?? "", groupIdOf(right) ?? "");
}

// What ARM says to this is not documented.
function checkZone(request: PutRequest, id: string, zones: readonly string[]): void {
  const [zone] = textsAt(request.inputs, "zones");
  if (zone === undefined ? zones.length === 0 : zones.includes(zone)) return;
  throw badRequest(
    "BadRequest",
    `The Virtual Machine '${request.name}' in ${zone === undefined ? "no zone" : `zone ${zone}`} cannot be part of the ` +
      `Virtual Machine Scale Set '${nameOfId(id)}' in ${zones.length === 0 ? "no zone" : `zones ${zones.join(", ")}`}.`,
  );
}
