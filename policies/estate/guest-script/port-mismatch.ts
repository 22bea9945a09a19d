import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import type { Machine } from "../network/machines";
import { allOf } from "../network/names";
import { waysBeside, type WayBeside } from "../network/ways-beside";
import { listenerPorts, portAfter } from "./listener-ports";
import type { SettingOutcome } from "./machine-settings";
import type { ScriptTrouble } from "./script-trouble";
import { whyOpen } from "./setting-answers";
import { settingTrouble } from "./setting-trouble";

/** What is wrong where scripts give a machine's listener another port than the ways to it have; undefined where nothing is. */
export async function portMismatch(
  estate: Estate,
  settings: Settings,
  machine: Machine,
): Promise<ScriptTrouble | undefined> {
  const listener = (await listenerPorts(estate)).get(machine.resource);
  const answers = (listener?.outcomes ?? []).map((outcome) => {
    const port = portAfter(outcome);
    return { outcome, port, beside: waysBeside(estate, settings, machine, port ?? noPort) };
  });
  const first = answers.find(({ beside }) => beside.length > 0);
  if (!listener || !first) return undefined;
  const isOpen = ({ outcome, port }: (typeof answers)[number]): boolean =>
    port === undefined || outcome.perhaps !== undefined;
  const certain = answers.every((one) => !isOpen(one) && one.beside.some((way) => way.certain));
  if (certain) {
    const ways = first.beside.filter((way) => way.certain);
    const fact = `moves the RDP listener to ${first.port}, but ${byPort(ways)}`;
    return settingTrouble(first.outcome, "broken", fact);
  }
  const { outcome } = answers.find(isOpen) ?? first;
  const isSettled = listener.certain !== undefined || answers.every((one) => one.beside.length > 0 && !isOpen(one));
  const why = isSettled ? openWays(first.port, first.beside) : whyNot(outcome, listener.outcomes);
  return settingTrouble(outcome, "unknown", why);
}

// No listener has it, so whatever leads to a port leads beside it.
const noPort = 0;

function byPort(ways: readonly WayBeside[]): string {
  const ports = [...new Set(ways.map(({ port }) => port))];
  const titlesOf = (port: number): readonly string[] =>
    ways.filter((way) => way.port === port).map(({ title }) => title);
  const titles = (port: number): string => allOf(titlesOf(port));
  const countOf = (port: number): number => new Set(titlesOf(port)).size;
  return allOf(ports.map((port) => `${titles(port)} ${countOf(port) > 1 ? "lead" : "leads"} to ${port}`));
}

function openWays(port: number | undefined, ways: readonly WayBeside[]): string {
  const titles = allOf(ways.map(({ title }) => title));
  return `it moves the RDP listener to ${port}, and whether ${titles} leads there is not known`;
}

function whyNot(outcome: SettingOutcome, outcomes: readonly SettingOutcome[]): string {
  const { data } = outcome;
  const isPort = portAfter(outcome) !== undefined;
  if (data && "known" in data && !isPort) return `it sets PortNumber to ${data.known}, which is no port`;
  return whyOpen(outcome, outcomes, "PortNumber");
}
