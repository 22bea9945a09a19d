import { configuredMachines } from "../estate/certificate/configured-machines";
import { leavingAddresses } from "../estate/network/departure";
import { troubleByEgress } from "../estate/network/egress";
import type { Machine } from "../estate/network/machines";
import { regionOf, toService, troubleByGroups, unlessProvided, type Trouble } from "../estate/network/way-out";
import { providedElsewhere } from "../estate/provided-elsewhere";
import { objectProperty, stringProperty, type AzureResource } from "../estate/resource";
import { troubleVerdicts, type TroubledMachine } from "./judging/trouble-verdicts";
import { holds, type Question, type Rule } from "./rule";

/** RDP904-021. */
export const machineConfigurationUnreachable: Rule = {
  ref: "RDP904-021",
  name: "machine-configuration-unreachable",
  cause: "private-key-unreadable",
  level: "mandatory",
  severity: "high",
  description: "A host cannot reach the services from which Machine Configuration gets its assignments and packages.",
  effect:
    "Nothing keeps the access control of the machine keys right, although an assignment is there (events 1055 and 36870 in the System log).",
  fix: "Let the host reach AzureArcInfrastructure and Storage on TCP 443, by a NAT gateway, a firewall or another way out.",
  blindSpots: [
    "What a firewall, a virtual appliance or a company's own network lets through is not seen.",
    "A host with the tag EnablePrivateNetworkGC goes another way, and from where it gets its packages is not judged.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/governance/machine-configuration/overview/03-network-requirements",
    "https://learn.microsoft.com/azure/virtual-network/service-tags-overview",
    "https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access",
  ],
  judge(question) {
    const judged = configuredMachines(question).map((machine) => ({
      resource: machine.resource,
      troubled: usesPrivateLink(machine.resource) ? [] : troublesOf(question, machine),
    }));
    const free = judged.filter(({ troubled }) => troubled.length === 0).map(({ resource }) => holds(resource));
    return [...troubleVerdicts(judged.flatMap(({ troubled }) => troubled)), ...free];
  },
};

const service = toService("AzureArcInfrastructure", undefined);
const routedService = { tag: service.title.toLowerCase(), endpoints: [] };
const packages = toService("Storage", undefined);

function troublesOf({ estate, settings }: Question, machine: Machine): readonly TroubledMachine[] {
  const addresses = leavingAddresses(estate, machine);
  const region = regionOf(stringProperty(machine.resource, "location"));
  const troubled = (trouble: Trouble | undefined, target: string): readonly TroubledMachine[] =>
    trouble ? [{ machine: machine.resource, trouble, target, forRdp: true }] : [];
  const nearby = region === undefined ? packages : toService("Storage", region);
  const out = addresses.map((address) => troubleByEgress(estate, address, routedService));
  const given = providedElsewhere(settings, ["egress"], machine.resource);
  const noWay = given === true || out.includes(undefined) ? undefined : out[0];
  return [
    ...troubled(troubleByGroups(addresses, service), "Machine Configuration's service"),
    // Its packages lie in the host's own region, and others where that has none.
    ...troubled(
      troubleByGroups(addresses, nearby) && troubleByGroups(addresses, packages),
      "Machine Configuration's packages",
    ),
    ...troubled(
      given === undefined && noWay ? unlessProvided(noWay, machine.resource) : noWay,
      "Machine Configuration",
    ),
  ];
}

// https://learn.microsoft.com/azure/governance/machine-configuration/overview/03-network-requirements
function usesPrivateLink(machine: AzureResource): boolean {
  const tags = objectProperty(machine, "tags");
  const keys = tags.state === "known" ? Object.keys(tags.value) : [];
  const key = keys.find((name) => name.toLowerCase() === "enableprivatenetworkgc");
  const tag = key === undefined ? undefined : stringProperty(machine, `tags["${key}"]`);
  return tag?.state === "known" && tag.value.trim().toLowerCase() === "true";
}
