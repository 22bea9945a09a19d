import { randomUUID } from "node:crypto";

import { conflict, notFound } from "../arm/errors";
import { groupIdOf, nameOfId, sameId } from "../arm/ids";
import type { Stored } from "../store";
import { Plain, PlainObject, equal, isObject, objectsAt, textAt } from "../wire/values";
import { asPart } from "./children";
import type { Azure, PutRequest, ResourceModel } from "./model";
import { referrersTo } from "./references";
import { respond } from "./respond";
import { checkMembership } from "./virtual-machine-scale-set";
import { checkAccount, missing } from "./windows-account";

export const virtualMachine: ResourceModel = {
  type: "compute:VirtualMachine",
  put(request) {
    const windows = isWindows(request.inputs);
    for (const reference of objectsAt(request.inputs, "networkProfile", "networkInterfaces"))
      checkNic(request, reference);
    if (request.existing === undefined) checkNew(request, windows);
    else checkUnchanged(request, request.existing);
    checkMembership(request);
    const body = respond(request);
    return {
      ...body,
      ...(isObject(body["osProfile"]) ? { osProfile: osProfile(body["osProfile"], request, windows) } : {}),
      storageProfile: storageProfile(body["storageProfile"], request, windows),
      timeCreated: textAt(request.existing?.body, "timeCreated") ?? request.azure.now().toISOString(),
      vmId: textAt(request.existing?.body, "vmId") ?? randomUUID(),
    };
  },
  view(entry, azure) {
    const extensions = extensionsOf(azure, entry.id).map(asPart);
    return extensions.length === 0 ? {} : { resources: extensions };
  },
};

/** The extensions of a machine, in the order of their names. */
export function extensionsOf(azure: Azure, machineId: string): Stored[] {
  const prefix = `${machineId}/extensions/`.toLowerCase();
  return azure.store
    .ofType("compute:VirtualMachineExtension")
    .filter(({ id }) => id.toLowerCase().startsWith(prefix))
    .sort((left, right) => left.id.localeCompare(right.id));
}

/** Told by the configuration, else by the disk, else by who publishes the image. */
export function isWindows(machine: PlainObject): boolean {
  if (isObject(machine["osProfile"])) {
    if (machine["osProfile"]["windowsConfiguration"] !== undefined) return true;
    if (machine["osProfile"]["linuxConfiguration"] !== undefined) return false;
  }
  const system = textAt(machine, "storageProfile", "osDisk", "osType");
  if (system !== undefined) return system.toLowerCase() === "windows";
  return /^microsoft(?:windows|sqlserver|visualstudio|sharepoint)/i.test(
    textAt(machine, "storageProfile", "imageReference", "publisher") ?? "",
  );
}

function checkNic(request: PutRequest, reference: PlainObject): void {
  const id = textAt(reference, "id");
  if (id === undefined) throw missing("networkInterface.id");
  const nic = request.azure.store.get(id);
  if (nic === undefined) {
    throw notFound(
      "ResourceNotFound",
      `The Resource 'Microsoft.Network/networkInterfaces/${nameOfId(id)}' under resource group ` +
        `'${nameOfId(groupIdOf(id) ?? "")}' was not found.`,
    );
  }
  const other = referrersTo(request.azure, id, "compute:VirtualMachine").find((vm) => !sameId(vm.id, request.id));
  if (other !== undefined) {
    throw conflict("NicInUse", `Network Interface ${id} is used by existing VM ${other.id}.`);
  }
}

function checkNew(request: PutRequest, windows: boolean): void {
  const profile = request.inputs["osProfile"];
  const attached = /^attach$/i.test(textAt(request.inputs, "storageProfile", "osDisk", "createOption") ?? "");
  if (attached) return;
  if (!isObject(profile)) throw missing("osProfile");
  checkAccount(profile, request.name, windows);
}

const immutable = [
  ["osProfile", "adminUsername"],
  ["osProfile", "computerName"],
  ["storageProfile", "imageReference"],
] as const;

function checkUnchanged(request: PutRequest, existing: Stored): void {
  for (const [section, name] of immutable) {
    const sent = request.inputs[section];
    const kept = existing.body[section];
    const now = isObject(sent) ? sent[name] : undefined;
    const before = isObject(kept) ? kept[name] : undefined;
    if (now === undefined || before === undefined || equal(withoutVersion(now), withoutVersion(before))) continue;
    const shown = section === "osProfile" ? `osProfile.${name}` : name;
    throw conflict("PropertyChangeNotAllowed", `Changing property '${shown}' is not allowed.`);
  }
}

function withoutVersion(value: Plain): Plain {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "exactVersion" && name !== "version"));
}

function osProfile(profile: PlainObject, request: PutRequest, windows: boolean): PlainObject {
  const sent: PlainObject = { ...profile };
  const answer: PlainObject = {
    computerName: request.name,
    secrets: [],
    allowExtensionOperations: true,
    requireGuestProvisionSignal: true,
    ...sent,
  };
  const agent = { provisionVMAgent: true };
  if (windows) {
    const given = isObject(sent["windowsConfiguration"]) ? sent["windowsConfiguration"] : {};
    const patching = { patchMode: "AutomaticByOS", assessmentMode: "ImageDefault" };
    answer["windowsConfiguration"] = { enableAutomaticUpdates: true, ...agent, patchSettings: patching, ...given };
  } else {
    const given = isObject(sent["linuxConfiguration"]) ? sent["linuxConfiguration"] : {};
    answer["linuxConfiguration"] = { disablePasswordAuthentication: false, ...agent, ...given };
  }
  return answer;
}

function storageProfile(profile: Plain | undefined, request: PutRequest, windows: boolean): PlainObject {
  const sent = isObject(profile) ? profile : {};
  const disk = isObject(sent["osDisk"]) ? sent["osDisk"] : {};
  const before = request.existing?.body["storageProfile"];
  const name = textAt(disk, "name") ?? textAt(before, "osDisk", "name") ?? `${request.name}_OsDisk_1_${randomUUID()}`;
  const managed = isObject(disk["managedDisk"]) ? disk["managedDisk"] : {};
  const id = request.id.replace(/\/virtualMachines\/[^/]+$/i, `/disks/${name}`);
  const answer: PlainObject = {
    dataDisks: [],
    ...sent,
    osDisk: {
      osType: windows ? "Windows" : "Linux",
      caching: "ReadWrite",
      createOption: "FromImage",
      deleteOption: "Detach",
      diskSizeGB: windows ? 127 : 30,
      ...disk,
      name,
      managedDisk: { storageAccountType: "Premium_LRS", id, ...managed },
    },
  };
  return answer;
}
