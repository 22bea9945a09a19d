import { badRequest, conflict, invalidReference } from "../arm/errors";
import { parentId } from "../arm/ids";
import { normalLocation } from "../native/diff";
import { PlainObject, objectsAt, textAt } from "../wire/values";
import type { PutRequest, ResourceModel } from "./model";
import { privateAddress } from "./private-addresses";
import { asReference, referenced, referrersTo, withReferences } from "./references";
import { respond } from "./respond";

export const networkInterface: ResourceModel = {
  type: "network:NetworkInterface",
  put(request) {
    const configurations = objectsAt(request.inputs, "ipConfigurations");
    if (configurations.length === 0) {
      throw badRequest(
        "NetworkInterfaceHasNoIpConfigurations",
        `Network interface ${request.id} has no IP configuration.`,
      );
    }
    for (const configuration of configurations) checkConfiguration(request, configuration);
    referenced(request, request.inputs["networkSecurityGroup"]);
    const body = withReferences(respond(request), "networkSecurityGroup");
    return {
      auxiliaryMode: "None",
      auxiliarySku: "None",
      disableTcpStateTracking: false,
      enableAcceleratedNetworking: false,
      enableIPForwarding: false,
      dnsSettings: { appliedDnsServers: [], dnsServers: [] },
      hostedWorkloads: [],
      nicType: "Standard",
      tapConfigurations: [],
      vnetEncryptionSupported: false,
      ...body,
      ipConfigurations: answeredConfigurations(request, objectsAt(body, "ipConfigurations")),
    };
  },
  view(entry, azure) {
    const machine = referrersTo(azure, entry.id, "compute:VirtualMachine")[0];
    return machine === undefined ? {} : { virtualMachine: { id: machine.id } };
  },
  remove(entry, azure) {
    const machine = referrersTo(azure, entry.id, "compute:VirtualMachine")[0];
    if (machine === undefined) return;
    throw conflict(
      "NicInUse",
      `Network Interface ${entry.id} is used by existing resource ${machine.id}. In order to delete the network ` +
        "interface, it must be dissociated from the resource.",
    );
  },
};

function checkConfiguration(request: PutRequest, configuration: PlainObject): void {
  const subnet = referenced(request, configuration["subnet"]);
  if (subnet === undefined) {
    throw badRequest(
      "SubnetNotProvided",
      `Subnet is not provided for IP configuration ${textAt(configuration, "name") ?? ""} of ${request.id}.`,
    );
  }
  const network = request.azure.store.get(parentId(subnet.id));
  const location = textAt(request.inputs, "location");
  if (location !== undefined && textAt(network?.body, "location") !== normalLocation(location)) {
    throw invalidReference(subnet.id, request.id);
  }
  const address = referenced(request, configuration["publicIPAddress"]);
  if (address !== undefined) refuseTakenAddress(request, address.id, textAt(configuration, "name") ?? "");
  const lists = ["applicationSecurityGroups", "loadBalancerBackendAddressPools", "loadBalancerInboundNatRules"];
  for (const list of lists) {
    for (const item of objectsAt(configuration, list)) referenced(request, item);
  }
}

function refuseTakenAddress(request: PutRequest, id: string, name: string): void {
  const types = ["NetworkInterface", "BastionHost", "LoadBalancer", "NatGateway"];
  const other = types
    .flatMap((type) => referrersTo(request.azure, id, `network:${type}`))
    .find((entry) => entry.id.toLowerCase() !== request.id.toLowerCase());
  if (other === undefined) return;
  throw badRequest(
    "PublicIPAddressInUse",
    `Resource ${request.id}/ipConfigurations/${name} is referencing public IP address ${id} that is already allocated ` +
      `to resource ${other.id}.`,
  );
}

function answeredConfigurations(request: PutRequest, configurations: readonly PlainObject[]): PlainObject[] {
  const givenOut: string[] = [];
  return configurations.map((configuration, index) => {
    const subnet = referenced(request, configuration["subnet"]);
    const body: PlainObject = {
      primary: index === 0,
      privateIPAddressVersion: "IPv4",
      privateIPAllocationMethod: "Dynamic",
      type: "Microsoft.Network/networkInterfaces/ipConfigurations",
      ...withReferences(configuration, "subnet", "publicIPAddress"),
    };
    if (Array.isArray(configuration["applicationSecurityGroups"])) {
      body["applicationSecurityGroups"] = objectsAt(configuration, "applicationSecurityGroups").flatMap(
        (group) => asReference(group) ?? [],
      );
    }
    if (subnet !== undefined) {
      const address = privateAddress(request, subnet, configuration, givenOut);
      givenOut.push(address);
      body["privateIPAddress"] = address;
    }
    return body;
  });
}
