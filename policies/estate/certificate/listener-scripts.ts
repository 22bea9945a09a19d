import { view, type Estate } from "../estate";
import { joinByName } from "../join";
import { stringProperty, type AzureResource } from "../resource";
import { machineExtensions, pathIn } from "./machine-extensions";

/** A script that runs in a machine and sets the certificate of the RDP listener. */
export interface BindingScript {
  readonly resource: AzureResource;
  readonly text: string;
}

// Both names of the listener's certificate setting: https://learn.microsoft.com/windows/win32/termserv/win32-tsgeneralsetting
const bindsListener = /SSLCertificateSHA1Hash/i;

const commandPaths = ["settings.commandToExecute", "protectedSettings.commandToExecute", "settings.script"];

const scripts: (estate: Estate) => ReadonlyMap<string, readonly BindingScript[]> = view((estate) => {
  const found = new Map<string, BindingScript[]>();
  const add = (machine: AzureResource, resource: AzureResource, path: string): void => {
    const text = stringProperty(resource, path);
    if (text.state !== "known" || !bindsListener.test(text.value)) return;
    found.set(machine.urn, [...(found.get(machine.urn) ?? []), { resource, text: text.value }]);
  };
  for (const extension of machineExtensions(estate).all) {
    for (const machine of extension.machines) {
      for (const path of commandPaths) add(machine, extension.resource, pathIn(extension, path));
    }
  }
  for (const command of estate.ofType("compute:VirtualMachineRunCommandByVirtualMachine")) {
    const join = joinByName(estate, command, ["vmName"], "compute:VirtualMachine");
    if (join.state === "joined") add(join.resource, command, "source.script");
  }
  return found;
});

export function bindingScripts(estate: Estate, machine: AzureResource): readonly BindingScript[] {
  return scripts(estate).get(machine.urn) ?? [];
}
