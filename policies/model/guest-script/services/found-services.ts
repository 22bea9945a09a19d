import { bindCommand } from "../powershell/binding";
import type { CommandCall } from "../reading/call";
import { globMatches } from "../reading/glob";
import { asText, flatten, instance, text, type ScriptValue } from "../reading/value";
import { rdpServices } from "./names";

const otherServices = instance("service", []);

/**
 * The services that a command looks up, as far as they matter; undefined for commands that look up something else.
 * Get-Service, and the others with -PassThru, give the services that matter here, and one that stands for all others.
 */
export function foundServices(call: CommandCall): readonly ScriptValue[] | undefined {
  if (call.name === "get-wmiobject" || call.name === "get-ciminstance") return ofClass(call);
  if (!/^(get|set|start|stop|restart|suspend|resume)-service$/.test(call.name)) return undefined;
  const bound = bindCommand(call);
  if (call.name !== "get-service") {
    if (!bound.has("passthru")) return [];
    if (call.input.length > 0) return call.input;
  }
  const wanted = (name: string): string[] | undefined => {
    const value = bound.get(name);
    return value && flatten([value]).map((each) => asText(each).text.trim());
  };
  const [names, displayNames, without] = [wanted("name"), wanted("displayname"), wanted("exclude") ?? []];
  const any = (patterns: readonly string[] | undefined, name: string): boolean =>
    patterns === undefined || patterns.some((pattern) => globMatches(pattern, name.toLowerCase()));
  const found = rdpServices.filter(
    ({ name, displayName }) =>
      any(names, name) && any(displayNames, displayName) && !(without.length > 0 && any(without, name)),
  );
  const objects = found.map(serviceObject);
  const given = [...flatten([bound.get("name") ?? text("*")]), ...flatten([bound.get("displayname") ?? text("*")])];
  const open = given.find((value) => asText(value).is === "open");
  if (open) return [...objects, open];
  const exact = (names ?? displayNames)?.length === found.length && found.length > 0;
  return exact ? objects : [...objects, otherServices];
}

function serviceObject({ name, displayName }: (typeof rdpServices)[number]): ScriptValue {
  const names = [
    ["name", text(name)],
    ["servicename", text(name)],
    ["displayname", text(displayName)],
  ] as const;
  return instance("service", [{ is: "table", entries: new Map(names) }]);
}

// All objects of Win32_Service; what a query or a filter picks out is told by its text.
function ofClass(call: CommandCall): readonly ScriptValue[] | undefined {
  const bound = bindCommand(call);
  const named = bound.get("class") ?? bound.get("classname");
  const isWhole = !bound.has("filter") && !bound.has("query");
  if (!isWhole || named?.is !== "text" || !/^win32_(base)?service$/i.test(named.text.trim())) return undefined;
  return [...rdpServices.map(serviceObject), otherServices];
}
