import { bindCommand, type Bound } from "../powershell/binding";
import { commandWords } from "../powershell/command-line-words";
import type { GuestScriptFact } from "../facts";
import type { CommandCall, FactReader, MethodCall, ScriptCall, ScriptContext } from "../reading/call";
import { givenValues } from "../reading/given-values";
import { changesNothing } from "../reading/harmless-commands";
import { isThisComputer } from "../reading/this-computer";
import { asText, flatten, text, textsIn, type ScriptValue } from "../reading/value";
import { registryFacts } from "../registry/facts";
import { namedBy, ServiceFindings, type NamedServices } from "./findings";
import { foundServices } from "./found-services";
import { namesService, servicesInQuery } from "./names";
import { startArea, startFact } from "./start-value";

type CommandReader = (call: CommandCall, findings: ServiceFindings) => void;

const nothing: CommandReader = () => undefined;

// Commands that may name a service and change nothing of how it starts.
const keepsStartType = [
  // They start and stop services, or show them.
  ...["suspend-service", "resume-service", "new-service", "net", "net1", "taskkill", "tasklist"],
  // They write files, variables, or to the registry, which registryFacts reads.
  ...["set-content", "add-content", "set-variable", "reg"],
  ...["set-itemproperty", "new-itemproperty", "remove-itemproperty", "new-item", "remove-item"],
  // Firewall rules name the service that they are for.
  ...["new-netfirewallrule", "set-netfirewallrule", "set-netfirewallservicefilter", "netsh"],
];

const commands: Readonly<Record<string, CommandReader>> = {
  "set-service": setService,
  "remove-service": (call, findings) => {
    const bound = bindCommand(call);
    if (isHere(bound)) findings.changed("removes-service", subjects(bound, call));
  },
  sc: serviceControl,
  wmic,
  "invoke-cimmethod": invokeMethod,
  "invoke-wmimethod": invokeMethod,
  "remove-ciminstance": removeInstance,
  "remove-wmiobject": removeInstance,
  ...Object.fromEntries(keepsStartType.map((name) => [name, nothing])),
};

/** Reads which services a script keeps from starting: RDP904-072. */
export const servicesReader: FactReader = {
  topic: "services",
  words: [
    "termserv",
    "sessionenv",
    "keyiso",
    "cryptsvc",
    "certpropsvc",
    "remotedesktop",
    "cngkeyisolation",
    "cryptographicservices",
    "certificatepropagation",
    "term*",
    "term%",
    "remote*",
    "remote%",
  ],
  mentions: namesService,
  objects: foundServices,
  read,
};

function read(call: ScriptCall, script: ScriptContext): readonly GuestScriptFact[] {
  const inRegistry = registryFacts(call, script, startArea).flatMap((fact) => startFact(fact));
  if (call.kind === "hidden") return inRegistry;
  const findings = new ServiceFindings(call, script);
  if (call.kind === "method") methodCall(call, findings);
  else if (Object.hasOwn(commands, call.name)) commands[call.name]!(call, findings);
  else if (!changesNothing(call.name) && inRegistry.length === 0) handedOver(call, findings);
  return [...inRegistry, ...findings.facts];
}

function subjects(bound: Bound, call: CommandCall): NamedServices {
  const byName = [bound.get("name"), bound.get("inputobject")].flatMap((value) => value ?? []);
  const input = byName.length === 0 && !bound.has("displayname") ? call.input : [];
  const display = bound.get("displayname");
  const named = namedBy([...byName, ...input], "name");
  if (!display) return named;
  const shown = namedBy([display], "displayName");
  const why = named.why ?? shown.why;
  return { services: [...named.services, ...shown.services], ...(why !== undefined && { why }) };
}

// Another computer is nobody's business here.
function isHere(bound: Bound): boolean {
  const computer = bound.get("computername");
  return !bound.has("whatif") && (!computer || isThisComputer(computer) !== false);
}

// https://learn.microsoft.com/powershell/module/microsoft.powershell.management/set-service
function setService(call: CommandCall, findings: ServiceFindings): void {
  const bound = bindCommand(call);
  if (!bound.has("startuptype") || !isHere(bound)) return;
  // What Set-Service calls DisplayName is the name to give.
  const named = new Map([...bound].filter(([name]) => name !== "displayname"));
  findings.started(bound.get("startuptype"), subjects(named, call));
}

// https://learn.microsoft.com/windows-server/administration/windows-commands/sc-config
function serviceControl(call: CommandCall, findings: ServiceFindings): void {
  const words = commandWords(call).filter((word) => asText(word).text !== "");
  const server = words.find((word, index) => index === 0 && asText(word).text.startsWith("\\\\"));
  const [first, service, ...options] = server ? words.slice(1) : words;
  if (!first || !service) return;
  const verb = asText(first);
  const here = server ? isThisComputer(server) : true;
  if (verb.is === "open" || here === undefined) {
    const why = verb.is === "open" ? `what it does to the service is not known: ${verb.why}` : elsewhere;
    const reads = [verb, asText(service)].some((word) => readsOnly.test(word.text));
    return reads ? undefined : ofServices(words, why, findings);
  }
  if (here) configured(verb.text.toLowerCase(), namedBy([service], "name"), options, findings);
}

const elsewhere = "which computer it means is not known";
const readsOnly = /^(query|queryex|qc|qdescription|qfailure|qtriggerinfo|sdshow|showsid|start|stop|interrogate)$/i;

function ofServices(words: readonly ScriptValue[], why: string, findings: ServiceFindings): void {
  if (namedBy(words, "name").services.length > 0) findings.unresolved(why);
}

function configured(
  verb: string,
  named: NamedServices,
  options: readonly ScriptValue[],
  findings: ServiceFindings,
): void {
  if (verb === "delete") return findings.changed("removes-service", named);
  if (verb !== "config") return;
  const at = options.findIndex((option) => /^start=/i.test(asText(option).text));
  if (at < 0) return;
  const joined = asText(options[at]!).text.slice("start=".length);
  if (joined === "") return findings.started(options[at + 1], named);
  if (named.services.length > 0)
    findings.unresolved("whether sc takes start= and its value without a blank between them depends on Windows");
}

// wmic service where name="TermService" call ChangeStartMode Disabled
function wmic(call: CommandCall, findings: ServiceFindings): void {
  const words = commandWords(call);
  const plain = words.map((word) => asText(word).text);
  if (!plain.some((word) => /^(service|win32_service)\b/i.test(word))) return;
  const at = plain.findIndex((word) => /^(call|delete)$/i.test(word));
  if (at < 0) return;
  const before = plain.slice(0, at).join(" ");
  const bare = [...before.matchAll(/=\s*(\w+)/g)].map(([, name]) => text(name!));
  const positional = plain
    .slice(1, at)
    .filter((word) => !/^(where|path)$/i.test(word))
    .map(text);
  const named = namedBy([...bare, ...positional, ...servicesInQuery(before).map(text)], "either");
  const unknown = words
    .slice(0, at)
    .map(asText)
    .find((word) => word.is === "open");
  const subject = unknown?.is === "open" ? { ...named, why: unknown.why } : named;
  if (/^delete$/i.test(plain[at]!)) return findings.changed("removes-service", subject);
  calledOn(plain[at + 1] ?? "", words[at + 2], subject, findings);
}

// https://learn.microsoft.com/windows/win32/cimwin32prov/changestartmode-method-in-class-win32-service
function calledOn(
  method: string,
  argument: ScriptValue | undefined,
  named: NamedServices,
  findings: ServiceFindings,
): void {
  if (/^delete$/i.test(method)) return findings.changed("removes-service", named);
  if (/^(changestartmode|change)$/i.test(method)) findings.started(argument, named);
}

function invokeMethod(call: CommandCall, findings: ServiceFindings): void {
  const bound = bindCommand(call);
  const { named, isService } = wmiSubject([...withoutArguments(bound), ...call.input]);
  if (!isService) return;
  const method = asText(bound.get("methodname") ?? bound.get("name") ?? text(""));
  const given = bound.get("arguments") ?? bound.get("argumentlist");
  const mode = given?.is === "table" ? given.entries.get("startmode") : given && flatten([given])[0];
  if (method.is === "open") findings.changed("disables-service", { services: [], why: method.why });
  else calledOn(method.text, mode, named, findings);
}

function withoutArguments(bound: Bound): ScriptValue[] {
  return [...bound].flatMap(([name, value]) => (/^argument|^(method)?name$/.test(name) || !value ? [] : [value]));
}

function removeInstance(call: CommandCall, findings: ServiceFindings): void {
  const { named, isService } = wmiSubject([...withoutArguments(bindCommand(call)), ...call.input]);
  if (isService) findings.changed("removes-service", named);
}

// The object of Win32_Service that values speak of: a query, a filter, a path, or what Get-CimInstance gave.
function wmiSubject(values: readonly ScriptValue[]): { named: NamedServices; isService: boolean } {
  const texts = values.flatMap((value) => textsIn(value));
  const objects = flatten(values).filter((value) => value.is === "instance" && value.type === "service");
  const isService = objects.length > 0 || texts.some((each) => /win32_(base)?service\b/i.test(each));
  const found = namedBy([...objects, ...texts.flatMap(servicesInQuery).map(text)], "name");
  const open = flatten(values).flatMap((value) => (value.is === "open" ? [value.why] : []))[0];
  return { isService, named: open === undefined ? found : { ...found, why: open } };
}

function methodCall(call: MethodCall, findings: ServiceFindings): void {
  if (call.isStatic || call.target.is !== "instance") return;
  const { named, isService } = wmiSubject([call.target]);
  if (isService) calledOn(call.name, call.arguments.at(call.name === "change" ? 4 : 0), named, findings);
}

// A command that nobody knows gets a service into its hands.
function handedOver(call: CommandCall, findings: ServiceFindings): void {
  const texts = givenValues(call).flatMap((value) => textsIn(value));
  if (texts.some((each) => namesService(each))) findings.unresolved("what it does to the service is not known");
}
