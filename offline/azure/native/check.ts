import { ArmPath, armPathOf } from "../arm/paths";
import { declarationOf } from "../sdk/declarations";
import { argumentsOf, responseOf } from "../sdk/shapes";
import { ResourceType, nameOfUrn } from "../tokens";
import { Plain, PlainObject, UNKNOWN, containsUnknown, isUnknown, textAt } from "../wire/values";
import { apiVersionOf } from "./api-version";
import { Autonaming, automaticName, namingStrategy } from "./auto-name";
import { nameFailures } from "./name-rules";
import { validateMembers } from "./validate";

export interface CheckRequest {
  readonly urn: string;
  readonly token: string;
  readonly type: ResourceType;
  readonly olds: PlainObject;
  readonly news: PlainObject;
  readonly randomSeed: Uint8Array;
  readonly autonaming: Autonaming | undefined;
  /** `azure-native:location` of the provider that was asked. */
  readonly configuredLocation: string | undefined;
  /** The location of an existing resource group. */
  groupLocation(name: string): string | undefined;
}

export interface CheckAnswer {
  /** What Check adds to the program's inputs: names, location, API version. */
  readonly additions: PlainObject;
  readonly failures: readonly string[];
}

const withoutDefaultLocation = new Set(["resources:Deployment", "network:LoadBalancerBackendAddressPool"]);

/** azure-native's Check: fills in what the program left out and names every input that is missing or of a wrong type. */
export function checkNative(request: CheckRequest): CheckAnswer {
  const additions: PlainObject = {};
  const path = armPathOf(request.type);
  addName(request, path, additions);
  addLocation(request, additions);
  const version = apiVersionOf(request.type, request.token);
  if (version !== undefined && request.news["azureApiVersion"] === undefined) additions["azureApiVersion"] = version;
  return { additions, failures: failuresOf(request, path, { ...request.news, ...additions }) };
}

function addName(request: CheckRequest, path: ArmPath, additions: PlainObject): void {
  const parameter = path.nameParameter;
  if (parameter === undefined || !declarationOf(request.type)?.inputs.has(parameter)) return;
  if (declarationOf(request.type)?.required.includes(parameter) || request.news[parameter] !== undefined) return;
  const old = request.olds[parameter];
  if (old !== undefined) {
    additions[parameter] = old;
    if (request.olds["__createBeforeDelete"] === true) additions["__createBeforeDelete"] = true;
    return;
  }
  const strategy = namingStrategy(path);
  const made = automaticName(nameOfUrn(request.urn), strategy, request.randomSeed, request.autonaming);
  if (made === undefined) return;
  additions[parameter] = made.name;
  if (made.random) additions["__createBeforeDelete"] = true;
}

function addLocation(request: CheckRequest, additions: PlainObject): void {
  if (request.news["location"] !== undefined || withoutDefaultLocation.has(request.type.key)) return;
  if (!declarationOf(request.type)?.inputs.has("location")) return;
  const location = defaultLocation(request);
  if (location !== undefined) additions["location"] = location;
}

function defaultLocation(request: CheckRequest): Plain | undefined {
  const old = request.olds["location"];
  if (old !== undefined && !isUnknown(old)) return old;
  if (request.configuredLocation !== undefined) return request.configuredLocation;
  const group = request.news["resourceGroupName"];
  if (containsUnknown(group)) return UNKNOWN;
  return typeof group === "string" ? request.groupLocation(group) : undefined;
}

function failuresOf(request: CheckRequest, path: ArmPath, inputs: PlainObject): string[] {
  const failures = validateMembers(argumentsOf(request.type), inputs);
  const needed = path.parameters.filter((parameter) => !parameter.includes(".") && inputs[parameter] === undefined);
  for (const parameter of needed) failures.push(`missing required property '${parameter}'`);
  if (locationIsRequired(request.type) && inputs["location"] === undefined) {
    failures.push(
      "missing required property 'location'. Either set it explicitly or configure it with " +
        "'pulumi config set azure-native:location <value>'.",
    );
  }
  const name = path.nameParameter === undefined ? undefined : textAt(inputs, path.nameParameter);
  if (name !== undefined && path.nameParameter) failures.push(...nameFailures(request.type, path.nameParameter, name));
  return [...new Set(failures)];
}

/** The SDK makes every location optional, but keeps it mandatory in what it reads back where ARM insists on one. */
function locationIsRequired(type: ResourceType): boolean {
  if (type.key === "keyvault:Vault") return true;
  if (!declarationOf(type)?.inputs.has("location")) return false;
  return responseOf(type).get("location")?.optional === false;
}
