import { badRequest, conflict } from "../arm/errors";
import { nameOfId } from "../arm/ids";
import type { Stored } from "../store";
import { at, textAt } from "../wire/values";
import { parentOf } from "./children";
import type { PutRequest, ResourceModel } from "./model";
import { respond } from "./respond";
import { extensionsOf, isWindows } from "./virtual-machine";
import { missing } from "./windows-account";

export const virtualMachineExtension: ResourceModel = {
  type: "compute:VirtualMachineExtension",
  put(request) {
    const machine = parentOf(request);
    for (const name of ["publisher", "type", "typeHandlerVersion"]) {
      if (textAt(request.inputs, name) === undefined) throw missing(name);
    }
    if (at(machine.body, "osProfile", "allowExtensionOperations") === false) {
      throw conflict(
        "OperationNotAllowed",
        "This operation cannot be performed when extension operations are disallowed. To allow, please ensure VM Agent " +
          "is installed on the VM and the osProfile.allowExtensionOperations property is true.",
      );
    }
    checkVersion(textAt(request.inputs, "typeHandlerVersion") ?? "");
    checkHandler(request, machine);
    return { autoUpgradeMinorVersion: false, ...respond(request) };
  },
  stored(request, entry) {
    // azure-native answers the ARM type where the handler's type was sent, so that must be remembered apart.
    entry.facts["handlerType"] = textAt(request.inputs, "type") ?? "";
    request.azure.store.keepFacts(entry);
  },
  imported: (entry) => ({ type: entry.facts["handlerType"] ?? "" }),
};

function checkVersion(version: string): void {
  if (/^\d+\.\d+$/.test(version)) return;
  throw badRequest("InvalidParameter", "The value of parameter typeHandlerVersion is invalid.");
}

function checkHandler(request: PutRequest, machine: Stored): void {
  const shown = `${textAt(request.inputs, "publisher") ?? ""}.${textAt(request.inputs, "type") ?? ""}`;
  const handler = shown.toLowerCase();
  const other = extensionsOf(request.azure, machine.id).find(
    (each) => nameOfId(each.id).toLowerCase() !== request.name.toLowerCase() && storedHandler(each) === handler,
  );
  if (other === undefined) return;
  const system = isWindows(machine.body) ? "Windows" : "Linux";
  throw badRequest(
    "BadRequest",
    `Multiple VMExtensions per handler not supported for OS type '${system}'. VMExtension '${request.name}' with handler ` +
      `'${shown}' already added or specified in input.`,
  );
}

function storedHandler(extension: Stored): string {
  const type = textAt(extension.facts, "handlerType") ?? "";
  return `${textAt(extension.body, "publisher") ?? ""}.${type}`.toLowerCase();
}
