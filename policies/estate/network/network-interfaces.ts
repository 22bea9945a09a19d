import type { GroupKey } from "../../model/network/endpoint";
import { parseAddress } from "../../model/network/parse-address";
import type { AddressSet } from "../../model/network/address-set";
import { view, type Estate } from "../estate";
import { joinList } from "../join";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import { groupReferences } from "./application-groups";
import { machines, type Machine } from "./machines";
import { oneOf, type OneOf } from "./one-of";
import { groupLevel, type GroupLevel } from "./security-groups";
import { subnetAt, type Subnet } from "./subnets";

/** A network interface of a machine, a resource of its own or inline in the machine. */
export interface NetworkInterface {
  /** The interface, or the machine that declares it. */
  readonly resource: AzureResource;
  /** Where it stands in that resource, or "" for a resource of its own. */
  readonly path: string;
  readonly level: GroupLevel;
  readonly ipConfigurations: readonly IpConfiguration[];
}

/** An address of an interface. */
export interface IpConfiguration {
  readonly resource: AzureResource;
  readonly path: string;
  readonly name: string | undefined;
  readonly subnet: OneOf<Subnet>;
  /** The static private address where it is known. */
  readonly address: AddressSet | undefined;
  readonly family: "v4" | "v6";
  readonly groups: { readonly known: ReadonlySet<GroupKey>; readonly complete: boolean };
}

/** The interfaces of a machine. Each slot is one interface, which may be one of several. */
export interface MachineInterfaces {
  readonly slots: readonly OneOf<NetworkInterface>[];
}

/** The interfaces of every machine. */
const byMachine = view(
  (estate: Estate) =>
    new Map(machines(estate).map((machine) => [machine.resource, ofMachine(estate, machine)] as const)),
);

export function interfacesOf(estate: Estate, machine: Machine): MachineInterfaces {
  return byMachine(estate).get(machine.resource) ?? { slots: [] };
}

const standAlone = view(
  (estate: Estate) =>
    new Map(
      estate
        .ofType("network:NetworkInterface")
        .map((resource) => [resource, networkInterface(estate, resource, "", "ipConfigurations")] as const),
    ),
);

function ofMachine(estate: Estate, { resource, base }: Machine): MachineInterfaces {
  const profile = base ? `${base}.networkProfile` : "networkProfile";
  const slots: OneOf<NetworkInterface>[] = joinList(estate, resource, `${profile}.networkInterfaces`, "id", [
    "network:NetworkInterface",
  ]).map((join) => oneOf(resource, join, (card) => standAlone(estate).get(card)!));
  const inline = listProperty(resource, `${profile}.networkInterfaceConfigurations`);
  if (inline.state === "unknown") {
    slots.push({ candidates: [], open: { resource, path: inline.path, why: inline.why, outside: undefined } });
  }
  if (inline.state === "known") {
    inline.value.forEach((_, at) => {
      const path = `${profile}.networkInterfaceConfigurations[${at}]`;
      const found = networkInterface(estate, resource, path, `${path}.ipConfigurations`);
      slots.push({ candidates: [found], open: undefined });
    });
  }
  return { slots };
}

function networkInterface(estate: Estate, resource: AzureResource, path: string, list: string): NetworkInterface {
  const configurations = listProperty(resource, list);
  const count = configurations.state === "known" ? configurations.value.length : 0;
  const paths = Array.from({ length: count }, (_, at) => `${list}[${at}]`);
  // A list that is not known as a whole still tells what it was made from.
  if (configurations.state === "unknown") paths.push(`${list}[0]`);
  return {
    resource,
    path,
    level: groupLevel(estate, "network interface", resource, path),
    ipConfigurations: paths.map((at) => ipConfiguration(estate, resource, at)),
  };
}

function ipConfiguration(estate: Estate, resource: AzureResource, path: string): IpConfiguration {
  const name = stringProperty(resource, `${path}.name`);
  const address = stringProperty(resource, `${path}.privateIPAddress`);
  const version = stringProperty(resource, `${path}.privateIPAddressVersion`);
  return {
    resource,
    path,
    name: name.state === "known" ? name.value : undefined,
    subnet: subnetAt(estate, resource, `${path}.subnet.id`),
    address: address.state === "known" && address.value !== "" ? parseAddress(address.value)?.set : undefined,
    family: version.state === "known" && version.value.toLowerCase() === "ipv6" ? "v6" : "v4",
    groups: groupsAt(estate, resource, `${path}.applicationSecurityGroups`),
  };
}

function groupsAt(estate: Estate, resource: AzureResource, path: string): IpConfiguration["groups"] {
  const references = groupReferences(estate, resource, path);
  if (references?.length === 0) return inNoGroup;
  const single = references?.flatMap((keys) => (keys?.length === 1 ? keys : [])) ?? [];
  return { known: new Set(single), complete: single.length === references?.length };
}

const inNoGroup: IpConfiguration["groups"] = { known: new Set(), complete: true };

/** Every interface of the estate, of a machine or of none. */
export const allInterfaces: (estate: Estate) => readonly NetworkInterface[] = view((estate) => {
  const inline = machines(estate).flatMap((machine) =>
    interfacesOf(estate, machine).slots.flatMap((slot) => slot.candidates),
  );
  return [...new Set([...standAlone(estate).values(), ...inline])];
});
