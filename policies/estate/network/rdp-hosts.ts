import { matchesHost } from "../host-pattern";
import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { stringProperty } from "../resource";
import { machines, type Machine } from "./machines";
import { openings, type Sign } from "./openings";
import { rdpPort } from "./rdp-port";

/** A machine for which RDP is intended. */
export interface RdpHost {
  readonly machine: Machine;
  /** What says so, or what leaves it open, as half a sentence: "tag rdp904 is host". */
  readonly why: string;
  /** False where it cannot be known whether the machine is an RDP host; a rule then is undecided about it at most. */
  readonly certain: boolean;
}

/** What settles whether a machine is an RDP host, as half a sentence. */
export function hostSettlement({ machine: { os, resource } }: RdpHost): string {
  return os.state === "known"
    ? `set the tag rdp904 of ${resource.name} to host or none`
    : `set osType of the OS disk of ${resource.name} to Windows or Linux`;
}

interface Question {
  readonly estate: Estate;
  readonly settings: Settings;
}

const known = new WeakMap<Estate, WeakMap<Settings, readonly RdpHost[]>>();

/**
 * The machines that are RDP hosts, certainly or possibly; a machine that is none is left out. A Windows machine is one
 * where something opens the RDP port towards it, or where a tag or the settings say so. The tag `rdp904: none` rules it out.
 */
export function rdpHosts({ estate, settings }: Question): readonly RdpHost[] {
  const bySettings = known.get(estate) ?? new WeakMap<Settings, readonly RdpHost[]>();
  known.set(estate, bySettings);
  const hosts = bySettings.get(settings) ?? machines(estate).flatMap((machine) => hostOf(estate, settings, machine));
  bySettings.set(settings, hosts);
  return hosts;
}

function hostOf(estate: Estate, settings: Settings, machine: Machine): RdpHost[] {
  if (machine.os.state === "known" && machine.os.value === "linux") return [];
  const tag = tagOf(machine);
  if (tag === "none") return [];
  const said = declared(machine, settings, tag);
  // Whether something opens the port takes a look at every rule, so it is asked only where nothing says it outright.
  const isSaid = said.some(({ certain }) => certain);
  const signs = isSaid ? said : [...said, ...openings(estate, machine, portsOf(machine, settings))];
  const sign = signs.find(({ certain }) => certain) ?? signs[0];
  if (!sign) return [];
  const runsWindows = machine.os.state === "known";
  const why = machine.os.state === "unknown" ? `${sign.why}, but ${machine.os.why}` : sign.why;
  return [{ machine, why, certain: sign.certain && runsWindows }];
}

type Tag = "host" | "none" | "unknown" | undefined;

function tagOf({ resource }: Machine): Tag {
  const tag = stringProperty(resource, "tags.rdp904");
  if (tag.state === "unknown") return "unknown";
  const value = tag.state === "known" ? tag.value.trim().toLowerCase() : undefined;
  return value === "host" || value === "none" ? value : undefined;
}

/** The ports on which a machine takes RDP: its own, and those that declared clients use. */
export function portsOf(machine: Machine, settings: Settings): readonly number[] {
  const clients = (settings.clients ?? []).filter(({ to }) => matchesHost(to, machine.resource) !== false);
  return [...new Set([...clients.map(({ port }) => port ?? rdpPort), rdpPort])];
}

/** The ports on which any machine takes RDP. */
export function rdpPorts(settings: Settings): readonly number[] {
  return [...new Set([rdpPort, ...(settings.clients ?? []).map(({ port }) => port ?? rdpPort)])];
}

function declared(machine: Machine, settings: Settings, tag: Tag): Sign[] {
  const signs: Sign[] = [];
  if (tag === "host") signs.push({ why: "tag rdp904 is host", certain: true });
  if (tag === "unknown") signs.push({ why: "tag rdp904 is not known yet", certain: false });
  (settings.clients ?? []).forEach(({ to }, index) => {
    const matches = matchesHost(to, machine.resource);
    if (matches === true) signs.push({ why: `clients[${index}].to names it`, certain: true });
    if (matches === undefined)
      signs.push({ why: `clients[${index}].to asks for a tag that is not known yet`, certain: false });
  });
  return signs;
}
