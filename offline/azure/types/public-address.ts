import { conflict } from "../arm/errors";
import { addressAt, parsePrefix } from "../arm/addresses";
import { PlainObject, objectsAt, textAt } from "../wire/values";
import type { Azure, PutRequest, ResourceModel } from "./model";
import { referrersTo } from "./references";
import { respond } from "./respond";

/** Public addresses of the offline Azure come from a range that is reserved for documentation (RFC 5737). */
const publicRange = parsePrefix("198.51.100.0/24");

export const publicIpAddress: ResourceModel = {
  type: "network:PublicIPAddress",
  put(request) {
    const sku = textAt(request.inputs, "sku", "name") ?? "Basic";
    const body: PlainObject = {
      idleTimeoutInMinutes: 4,
      ipTags: [],
      publicIPAddressVersion: "IPv4",
      publicIPAllocationMethod: "Dynamic",
      ...respond(request),
      sku: { name: sku, tier: textAt(request.inputs, "sku", "tier") ?? "Regional" },
    };
    if (body["publicIPAllocationMethod"] === "Static") body["ipAddress"] = addressFor(request);
    const label = textAt(request.inputs, "dnsSettings", "domainNameLabel");
    if (label !== undefined) {
      const place = textAt(body, "location") ?? "";
      body["dnsSettings"] = { domainNameLabel: label, fqdn: `${label}.${place}.cloudapp.azure.com` };
    }
    return body;
  },
  view(entry, azure) {
    const configuration = configurationUsing(azure, entry.id);
    return configuration === undefined ? {} : { ipConfiguration: { id: configuration } };
  },
  remove(entry, azure) {
    const configuration = configurationUsing(azure, entry.id);
    if (configuration === undefined) return;
    throw conflict(
      "PublicIPAddressCannotBeDeleted",
      `Public IP address ${entry.id} can not be deleted since it is still allocated to resource ${configuration}.`,
    );
  },
};

function addressFor(request: PutRequest): string {
  const before = textAt(request.existing?.body, "ipAddress");
  if (before !== undefined) return before;
  const used = new Set(request.azure.store.ofType("network:PublicIPAddress").map((entry) => entry.body["ipAddress"]));
  for (let offset = 1n; publicRange !== undefined && offset < 255n; offset++) {
    const address = addressAt(publicRange, offset);
    if (!used.has(address)) return address;
  }
  throw conflict(
    "PublicIPCountLimitReached",
    "Cannot create more public IP addresses for this subscription in this region.",
  );
}

function configurationUsing(azure: Azure, id: string): string | undefined {
  for (const type of ["NetworkInterface", "BastionHost", "LoadBalancer"]) {
    for (const entry of referrersTo(azure, id, `network:${type}`)) {
      const parts = [
        ...objectsAt(entry.body, "ipConfigurations"),
        ...objectsAt(entry.body, "frontendIPConfigurations"),
      ];
      const user = parts.find((part) => textAt(part, "publicIPAddress", "id")?.toLowerCase() === id.toLowerCase());
      if (user !== undefined) return textAt(user, "id") ?? entry.id;
    }
  }
  return undefined;
}
