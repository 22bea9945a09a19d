import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { machines, type Machine } from "../network/machines";
import { configuredMachines } from "./configured-machines";
import { judgedDeliveries } from "./judged-deliveries";

/** A machine that depends on a service of Azure for RDP's certificate or its key. */
export interface DependentMachine {
  readonly machine: Machine;
  /** False where nothing marks one of its certificates as RDP's; a finding then is advisory at most. */
  readonly marked: boolean;
}

/** The machines with a Key Vault extension or a Machine Configuration that bears on RDP. */
export function dependentMachines(question: { estate: Estate; settings: Settings }): readonly DependentMachine[] {
  const marked = new Map<string, boolean>();
  for (const one of judgedDeliveries(question)) {
    for (const { urn } of one.delivery.extension.machines) marked.set(urn, one.marked || marked.get(urn) === true);
  }
  for (const { resource } of configuredMachines(question)) marked.set(resource.urn, true);
  return machines(question.estate).flatMap((machine) => {
    const mark = marked.get(machine.resource.urn);
    return mark === undefined ? [] : [{ machine, marked: mark }];
  });
}
