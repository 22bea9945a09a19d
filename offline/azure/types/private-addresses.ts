import { AddressRange, addressAt, contains, parseAddress } from "../arm/addresses";
import { badRequest, conflict } from "../arm/errors";
import type { Stored } from "../store";
import { PlainObject, objectsAt, textAt, textsAt } from "../wire/values";
import type { Azure, PutRequest } from "./model";
import { prefixesOf } from "./subnet-checks";

/** Azure keeps the first four addresses of a subnet and the last one. */
const reservedAtStart = 4n;

/** The address of an IP configuration: the one asked for, the one it had, or the next free one of its subnet. */
export function privateAddress(
  request: PutRequest,
  subnet: Stored,
  configuration: PlainObject,
  givenOut: readonly string[],
): string {
  const ranges = prefixesOf(subnet.body, subnet.id).filter((range) => range.family === 4);
  const used = new Set([...usedAddresses(request.azure, request.id), ...givenOut]);
  const wanted = textAt(configuration, "privateIPAddress");
  if (wanted !== undefined && (textAt(configuration, "privateIPAllocationMethod") ?? "").toLowerCase() === "static") {
    checkStatic(wanted, ranges, subnet, used);
    return wanted;
  }
  const before = previousAddress(request, textAt(configuration, "name"), subnet.id);
  if (before !== undefined && !used.has(before)) return before;
  for (const range of ranges) {
    for (let offset = reservedAtStart; range.first + offset < range.last; offset++) {
      const address = addressAt(range, offset);
      if (!used.has(address)) return address;
    }
  }
  throw conflict("SubnetIsFull", `Subnet ${subnet.id} does not have enough capacity for 1 IP addresses.`);
}

function checkStatic(wanted: string, ranges: readonly AddressRange[], subnet: Stored, used: ReadonlySet<string>): void {
  const address = parseAddress(wanted);
  const range = address && ranges.find((each) => contains(each, address));
  if (address === undefined || range === undefined) {
    throw badRequest(
      "PrivateIPAddressNotInSubnet",
      `Private static IP address ${wanted} does not belong to the range of subnet prefix of ${subnet.id}.`,
    );
  }
  if (address.first < range.first + reservedAtStart || address.first === range.last) {
    throw badRequest(
      "PrivateIPAddressInReservedRange",
      `Private static IP address ${wanted} falls within reserved IP range of subnet ${subnet.id}.`,
    );
  }
  if (used.has(wanted)) {
    throw badRequest("PrivateIPAddressInUse", `IP address ${wanted} is already in use in subnet ${subnet.id}.`);
  }
}

function previousAddress(request: PutRequest, name: string | undefined, subnetId: string): string | undefined {
  const before = objectsAt(request.existing?.body, "ipConfigurations").find((each) => textAt(each, "name") === name);
  const same = textAt(before, "subnet", "id")?.toLowerCase() === subnetId.toLowerCase();
  return same ? textAt(before, "privateIPAddress") : undefined;
}

function usedAddresses(azure: Azure, except: string): string[] {
  const types = ["network:NetworkInterface", "network:LoadBalancer", "network:PrivateEndpoint"];
  const entries = types.flatMap((type) => azure.store.ofType(type));
  return entries.filter((entry) => entry.id.toLowerCase() !== except.toLowerCase()).flatMap(addressesOf);
}

function addressesOf({ body }: Stored): string[] {
  const parts = [...objectsAt(body, "ipConfigurations"), ...objectsAt(body, "frontendIPConfigurations")];
  return [
    ...parts.flatMap((part) => textAt(part, "privateIPAddress") ?? []),
    ...objectsAt(body, "customDnsConfigs").flatMap((each) => textsAt(each, "ipAddresses")),
  ];
}
