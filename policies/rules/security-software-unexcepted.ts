import {
  extensionName,
  machineExtensions,
  pathIn,
  type MachineExtension,
} from "../estate/certificate/machine-extensions";
import { rdpHosts } from "../estate/network/rdp-hosts";
import { providedElsewhere } from "../estate/provided-elsewhere";
import { property, stringProperty } from "../estate/resource";
import { firstUnknown, textsIn } from "../estate/value";
import { endpointProtection, missingExceptions } from "../model/endpoint-protection";
import { broken, holds, undecided, type Question, type Rule, type Verdict } from "./rule";

/** RDP904-076. */
export const securitySoftwareUnexcepted: Rule = {
  ref: "RDP904-076",
  name: "security-software-unexcepted",
  cause: "path-closes",
  level: "advisory",
  severity: "low",
  description:
    "Endpoint protection of another vendor is put on an RDP host, and nothing says that Remote Desktop and its keys are excepted.",
  effect:
    "Its firewall or file guard stands between client and listener: RDP is accepted and then closed, or never answered.",
  fix:
    "Let the product allow RDP and leave Windows' key folders alone, and name the host in " +
    "rdp904:providedElsewhere.securityExceptions where its console holds the exceptions.",
  blindSpots: [
    "Exceptions in the product's own console cannot be seen; rdp904:providedElsewhere.securityExceptions speaks for them.",
    "A product that an image, a script or Azure Policy installs cannot be seen.",
    "Vendors document exceptions for RDP; that the key folders need one too is an inference from what RDP reads there.",
  ],
  sources: [
    "https://support.eset.com/en/kb7938-create-or-edit-a-firewall-rule-to-allow-rdp-connections-in-eset-protect",
    "https://community.withsecure.com/de/kb/articles/31315-warum-funktioniert-die-rdp-verbindung-nicht-wenn-anwendungssteuerungsregeln-auf-einem-windows-server-2022-aktiv-sind",
  ],
  judge(question) {
    const hosts = new Set(rdpHosts(question).flatMap(({ machine, certain }) => (certain ? [machine.resource] : [])));
    return machineExtensions(question.estate)
      .all.filter(({ machines }) => machines.length > 0 && machines.every((machine) => hosts.has(machine)))
      .flatMap((extension) => judgeExtension(question, extension));
  },
};

function judgeExtension({ settings }: Question, extension: MachineExtension): readonly Verdict[] {
  const { resource, machines } = extension;
  const [publisher, type] = ["publisher", "type"].map((name) => stringProperty(resource, pathIn(extension, name)));
  if (publisher?.state !== "known" || type?.state !== "known") return [];
  const product = endpointProtection(publisher.value, type.value);
  if (product === undefined) return [];
  const elsewhere = machines.map((machine) => providedElsewhere(settings, ["securityExceptions"], machine));
  if (elsewhere.every((answer) => answer === true)) return [holds(resource)];
  const given = ["settings", "protectedSettings"].map((name) => property(resource, pathIn(extension, name)));
  const texts = given.flatMap((reading) => (reading.state === "known" ? textsIn(reading.value) : []));
  const missing = missingExceptions(texts);
  if (missing.length === 0) return [holds(resource)];
  const path = pathIn(extension, "settings");
  const names = machines.map(({ name }) => name).join(" or ");
  const open = given.flatMap((reading) => {
    if (reading.state === "unknown") return [reading.path];
    const inside = reading.state === "known" ? firstUnknown(reading.value, reading.path) : undefined;
    return inside === undefined ? [] : [inside];
  });
  if (open.length > 0 || elsewhere.includes(undefined)) {
    const why = open[0] ?? "a tag";
    return [
      undecided(resource, {
        path: open[0] ?? path,
        fact: `whether ${product} on ${names} excepts ${missing.join(" and ")} is not known: ${why} is not known yet`,
        settle: `name ${names} in rdp904:providedElsewhere.securityExceptions`,
      }),
    ];
  }
  const fact = `${extensionName(extension)} puts ${product} on ${names} and names no exception for ${missing.join(" and ")}`;
  return [broken(resource, { path, fact })];
}
