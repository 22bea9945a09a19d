import { booleanProperty, type AzureResource } from "./resource";
import type { NotKnown } from "./value";

/** A way into a machine that does not need RDP. */
export interface WayBack {
  readonly title: "Serial Console" | "Run Command";
  readonly state: "open" | "closed" | "unknown";
  /** The property that decides. */
  readonly path: string;
  /** Why it is closed, as half a sentence, or what is not known. */
  readonly why: string;
}

/**
 * The ways into a Windows machine beside RDP. Serial Console needs boot diagnostics, which ARM leaves off; Run Command
 * and the reset of RDP need the VM agent and extension operations, which ARM leaves on.
 * https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/serial-console-overview
 */
export function waysBack(machine: AzureResource, base: "" | "virtualMachineProfile"): readonly [WayBack, WayBack] {
  const at = (path: string): string => (base ? `${base}.${path}` : path);
  const diagnostics = switchAt(machine, at("diagnosticsProfile.bootDiagnostics.enabled"), false);
  const needs = [
    switchAt(machine, at("osProfile.windowsConfiguration.provisionVMAgent"), true),
    switchAt(machine, at("osProfile.allowExtensionOperations"), true),
  ];
  const decides = needs.find(({ on }) => on === false) ?? needs.find(({ on }) => on === undefined) ?? needs[0]!;
  const agentOff = decides === needs[0] ? "it has no VM agent" : "extension operations are off";
  return [
    wayBack("Serial Console", diagnostics, "boot diagnostics are off"),
    wayBack("Run Command", decides, agentOff),
  ];
}

interface Switch {
  readonly on: boolean | undefined;
  readonly path: string;
  readonly open: NotKnown | undefined;
}

function switchAt(machine: AzureResource, path: string, otherwise: boolean): Switch {
  const reading = booleanProperty(machine, path);
  if (reading.state === "unknown") return { on: undefined, path: reading.path, open: reading };
  return { on: reading.state === "known" ? reading.value : otherwise, path, open: undefined };
}

function wayBack(title: WayBack["title"], { on, path, open }: Switch, closed: string): WayBack {
  if (on === undefined) return { title, state: "unknown", path, why: open?.why ?? "" };
  return { title, state: on ? "open" : "closed", path, why: on ? "" : closed };
}
