import type { GuestScriptFact } from "../facts";
import { areaKey, type RegistryArea } from "../registry/facts";
import { namesService, rdpServices, servicesLike } from "./names";

const services = "hklm\\system\\currentcontrolset\\services";

/** Where the registry says how a service starts: https://learn.microsoft.com/windows/win32/services/database-of-installed-services */
export const startArea: RegistryArea = {
  topic: "services",
  keys: rdpServices.map(({ name }) => areaKey(`${services}\\${name.toLowerCase()}`)),
  names: new Set(["start"]),
  mentions: namesService,
};

/** What a change of the registry means for the start of a service; nothing for its other values. */
export function startFact(fact: GuestScriptFact): GuestScriptFact[] {
  if (fact.kind !== "sets-registry-value" && fact.kind !== "removes-from-registry") return [fact];
  const [service] = servicesLike(fact.key.slice(fact.key.lastIndexOf("\\") + 1));
  if (!service) return [];
  const { line, branch, text } = fact;
  const at = { line, branch, text };
  const unresolved = (why: string): GuestScriptFact[] => [{ kind: "unresolved", topic: "services", why, ...at }];
  if (fact.kind === "removes-from-registry") {
    if (fact.what === "key") return [{ kind: "removes-service", service, ...at }];
    const start = typeof fact.what === "string" || fact.what.value === "start";
    return start ? unresolved(`${service} loses the value that says how it starts`) : [];
  }
  if (fact.name !== "start") return [];
  if (!("known" in fact.data)) return unresolved(`how ${service} starts is not known: ${fact.data.why}`);
  return [{ kind: Number(fact.data.known) === 4 ? "disables-service" : "enables-service", service, ...at }];
}
