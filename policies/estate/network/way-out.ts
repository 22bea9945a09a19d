import { tagParty } from "../../model/network/endpoint";
import type { ServiceTag } from "../../model/network/service-tag";
import { DeclaredRule } from "./declared-rule";
import { departureOf, type Trip } from "./departure";
import { settlement } from "./doubts";
import { ruleTitle } from "./names";
import { askedBefore } from "./precedence";
import type { Address } from "./reach";
import type { AzureResource } from "../resource";

/** Something that keeps a host from a service, or that may do so. */
export interface Trouble {
  readonly state: "closed" | "undecided";
  /** The resource to change. */
  readonly resource: AzureResource;
  readonly path: string;
  readonly value?: string;
  /** Half a sentence, which names no host. */
  readonly why: string;
  readonly remedy: string;
}

/** A trip to the public addresses of a service over TCP 443: "AzureKeyVault" in a region, where that is known. */
export function toService(service: string, region: string | undefined): Trip {
  const title = region === undefined ? service : `${service}.${region}`;
  const tag: ServiceTag = title.toLowerCase();
  return { title, to: (network) => tagParty(tag, network), protocol: "tcp", port: 443 };
}

/** What security groups do to a trip; undefined where they let it pass. */
export function troubleByGroups(addresses: readonly Address[], trip: Trip): Trouble | undefined {
  const departure = departureOf(addresses, trip);
  if (departure.state === "open") return undefined;
  if (departure.state === "undecided") {
    const { resource, why } = departure.doubt;
    const { settle, ...at } = settlement(departure.doubt);
    return { state: "undecided", resource, ...at, why, remedy: settle };
  }
  const [ruling] = departure.by.rulings;
  const rule = ruling?.piece.rule;
  const declared = rule instanceof DeclaredRule ? rule : undefined;
  const [address] = addresses;
  const group = ruling?.group;
  const name = group?.name ?? "a security group";
  const flow = `${trip.protocol.toUpperCase()} ${trip.port}`;
  const before = declared ? askedBefore(declared) : "";
  return {
    state: "closed",
    resource: declared?.resource ?? group?.resource ?? address!.machine.resource,
    path: declared?.pathOf("access") ?? "securityRules",
    ...(declared && { value: "Deny" }),
    why: `${rule ? ruleTitle(rule) : "a rule"} of ${name} denies ${trip.title} on ${flow}`,
    remedy: `Allow ${trip.title} on ${flow} by an outbound rule of ${name}${before}.`,
  };
}

/** What troubles a host unless the settings say that it gets that from elsewhere, which a tag that is not known yet tells. */
export function unlessProvided(trouble: Trouble, { name }: AzureResource): Trouble {
  const why = `${trouble.why}, and whether rdp904:providedElsewhere names ${name} depends on a tag that is not known yet`;
  const remedy = `name ${name} in rdp904:providedElsewhere by its name in the program`;
  return { ...trouble, state: "undecided", why, remedy };
}

/** A region as service tags spell it; undefined where it is not known. */
export function regionOf(location: { readonly state: string; readonly value?: string }): string | undefined {
  return location.state === "known" ? location.value?.toLowerCase().replaceAll(" ", "") : undefined;
}
