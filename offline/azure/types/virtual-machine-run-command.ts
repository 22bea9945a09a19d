import { parentOf } from "./children";
import type { ResourceModel } from "./model";
import { respond } from "./respond";

export const virtualMachineRunCommand: ResourceModel = {
  type: "compute:VirtualMachineRunCommandByVirtualMachine",
  put(request) {
    parentOf(request);
    return { asyncExecution: false, parameters: [], timeoutInSeconds: 0, ...respond(request) };
  },
};
