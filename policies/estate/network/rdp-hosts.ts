import { matchesHost } from "../../settings/host-pattern";
import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { stringProperty } from "../resource";
import { machines, type Machine } from "./machines";

/** A machine for which RDP is intended. */
export interface RdpHost {
  readonly machine: Machine;
  /** What says so, or what leaves it open, as half a sentence: "tag rdp904 is host". */
  readonly why: string;
  /** False where it cannot be known whether the machine is an RDP host; a rule then is undecided about it at most. */
  readonly certain: boolean;
}

/** The machines that are RDP hosts, certainly or possibly; a machine that is none is left out. */
export function rdpHosts(question: { readonly estate: Estate; readonly settings: Settings }): readonly RdpHost[] {
  return machines(question.estate).flatMap((machine) => hostOf(machine, question.settings) ?? []);
}

function hostOf(machine: Machine, settings: Settings): RdpHost | undefined {
  if (machine.os.state === "known" && machine.os.value === "linux") return undefined;
  const tag = stringProperty(machine.resource, "tags.rdp904");
  if (tag.state === "known" && tag.value.toLowerCase() === "none") return undefined;
  const certain = machine.os.state === "known";
  if (tag.state === "known" && tag.value.toLowerCase() === "host")
    return { machine, why: "tag rdp904 is host", certain };
  const index = (settings.clients ?? []).findIndex((client) => matchesHost(client.to, machine.resource));
  return index < 0 ? undefined : { machine, why: `clients[${index}].to names it`, certain };
}
