import { badRequest } from "../arm/errors";
import { nameOfId } from "../arm/ids";
import { PlainObject, textAt, textsAt } from "../wire/values";

export const bastionSubnetName = "AzureBastionSubnet";

interface Flow {
  readonly direction: "inbound" | "outbound";
  readonly source: string;
  readonly destination: string;
  readonly ports: readonly number[];
}

/** What the Bastion service needs as explicit rules (https://learn.microsoft.com/azure/bastion/bastion-nsg). */
const flows: readonly Flow[] = [
  { direction: "inbound", source: "internet", destination: "*", ports: [443] },
  { direction: "inbound", source: "gatewaymanager", destination: "*", ports: [443] },
  { direction: "inbound", source: "azureloadbalancer", destination: "*", ports: [443] },
  { direction: "inbound", source: "virtualnetwork", destination: "virtualnetwork", ports: [8080, 5701] },
  { direction: "outbound", source: "*", destination: "virtualnetwork", ports: [22, 3389] },
  { direction: "outbound", source: "*", destination: "azurecloud", ports: [443] },
  { direction: "outbound", source: "virtualnetwork", destination: "virtualnetwork", ports: [8080, 5701] },
  { direction: "outbound", source: "*", destination: "internet", ports: [80] },
];

/** ARM lets a security group onto the Bastion subnet only with all of the service's rules written out. */
export function checkBastionRules(groupId: string, rules: readonly PlainObject[]): void {
  for (const flow of flows) {
    for (const port of flow.ports) {
      if (rules.some((rule) => admits(rule, flow, port))) continue;
      throw badRequest(
        "NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
        `Network security group ${nameOfId(groupId)} does not have necessary rules for Azure Bastion Subnet ` +
          `${bastionSubnetName}.`,
      );
    }
  }
}

function admits(rule: PlainObject, flow: Flow, port: number): boolean {
  const protocol = lower(rule, "protocol");
  return (
    lower(rule, "access") === "allow" &&
    lower(rule, "direction") === flow.direction &&
    (protocol === "*" || protocol === "tcp") &&
    names(rule, "sourceAddressPrefix", flow.source) &&
    names(rule, "destinationAddressPrefix", flow.destination) &&
    [textAt(rule, "destinationPortRange"), ...textsAt(rule, "destinationPortRanges")].some((range) =>
      covers(range, port),
    )
  );
}

function lower(rule: PlainObject, name: string): string {
  return (textAt(rule, name) ?? "").toLowerCase();
}

/** Clients may be narrowed down to addresses; the service's own tags must be named. */
function names(rule: PlainObject, property: string, wanted: string): boolean {
  const given = [textAt(rule, property), ...textsAt(rule, `${property}es`)].flatMap((each) =>
    each === undefined ? [] : [each.toLowerCase()],
  );
  if (wanted === "*") return given.length > 0;
  if (given.some((each) => each === "*" || each === wanted)) return true;
  return wanted === "internet" && given.some((each) => /^[\d.:a-f]+(?:\/\d+)?$/.test(each));
}

function covers(range: string | undefined, port: number): boolean {
  if (range === undefined) return false;
  if (range === "*") return true;
  const [first, last = first] = range.split("-").map(Number);
  return first !== undefined && last !== undefined && first <= port && port <= last;
}
