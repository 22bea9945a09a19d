import { isEmpty, nowhere } from "../../model/network/address-set";
import { addressParty, type Party } from "../../model/network/endpoint";
import { parseAddress } from "../../model/network/parse-address";
import { view, type Estate } from "../estate";
import { joinById } from "../join";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import { subnetAt, type Subnet } from "./subnets";

/** A Bastion as seen from a network. */
export interface Bastion {
  readonly resource: AzureResource;
  /** Its own subnets; none for the developer SKU, which has none. */
  readonly subnets: readonly Subnet[];
  /** From where it comes to the hosts; undefined where that is not known. */
  readonly origin: Party | undefined;
  /** False where it may be in another network. */
  readonly certain: boolean;
}

/** The Bastions of each network of the estate. */
export const bastionsByNetwork: (estate: Estate) => ReadonlyMap<AzureResource, readonly Bastion[]> = view((estate) => {
  const found = new Map<AzureResource, Bastion[]>();
  for (const resource of estate.ofType("network:BastionHost")) {
    const subnets = subnetsOf(estate, resource);
    const networks = new Set(subnets.flatMap((subnet) => subnet.network.candidates));
    const developer = joinById(estate, resource, "virtualNetwork.id", ["network:VirtualNetwork"]);
    if (developer.state === "joined") networks.add(developer.resource);
    if (developer.state === "candidates") for (const network of developer.resources) networks.add(network);
    const isShared = listProperty(resource, "ipConfigurations").state === "absent";
    const origin = isShared ? developerOrigin : originIn(subnets);
    for (const network of networks) {
      const bastion = { resource, subnets, origin, certain: networks.size === 1 };
      const list = found.get(network);
      if (list) list.push(bastion);
      else found.set(network, [bastion]);
    }
  }
  return found;
});

/**
 * From where Bastion Developer comes, which the tag VirtualNetwork holds.
 * https://learn.microsoft.com/azure/bastion/quickstart-developer
 */
export const developerOrigin: Party = {
  ...addressParty(parseAddress("168.63.129.16")?.set ?? nowhere),
  inNetwork: true,
};

function originIn([subnet, ...others]: readonly Subnet[]): Party | undefined {
  const isKnown = subnet?.ranges.complete === true && others.length === 0 && !isEmpty(subnet.ranges.set);
  return isKnown ? addressParty(subnet.ranges.set) : undefined;
}

/** Whether a Bastion takes another port than 3389; one without a SKU counts as Standard, which Azure takes. */
export function takesAnyPort({ resource }: Bastion): "yes" | "no" | "maybe" {
  const sku = stringProperty(resource, skuPath);
  if (sku.state === "unknown") return "maybe";
  // https://learn.microsoft.com/azure/bastion/configuration-settings#ports
  return sku.state === "known" && /^(basic|developer)$/i.test(sku.value) ? "no" : "yes";
}

/** Where a Bastion says its SKU. */
export const skuPath = "sku.name";

function subnetsOf(estate: Estate, bastion: AzureResource): readonly Subnet[] {
  const list = listProperty(bastion, "ipConfigurations");
  const count = list.state === "known" ? list.value.length : 0;
  return Array.from({ length: count }, (_, at) => `ipConfigurations[${at}].subnet.id`).flatMap((path) => {
    const { candidates } = subnetAt(estate, bastion, path, (one) => isForBastion(one) !== "no");
    return candidates;
  });
}

/** Whether a Bastion may be in a subnet: Azure takes one of this name and no other. */
export function isForBastion({ name }: Subnet): "yes" | "no" | "maybe" {
  if (name === undefined) return "maybe";
  return name.toLowerCase() === "azurebastionsubnet" ? "yes" : "no";
}
