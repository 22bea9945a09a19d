import { PlainObject, objectsAt, textAt } from "../wire/values";
import { childKind, inlineChildren, listed, parentOf, placeLast, replaceChildren } from "./children";
import type { PutRequest, ResourceModel } from "./model";
import { privateAddress } from "./private-addresses";
import { referenced, withReferences } from "./references";
import { respond } from "./respond";

const pools = childKind("backendAddressPools", "network:LoadBalancerBackendAddressPool");
const natRules = childKind("inboundNatRules", "network:InboundNatRule");

export const loadBalancer: ResourceModel = {
  type: "network:LoadBalancer",
  put(request) {
    inlineChildren(request, pools);
    inlineChildren(request, natRules);
    const body: PlainObject = { ...respond(request) };
    delete body["backendAddressPools"];
    delete body["inboundNatRules"];
    const frontends = objectsAt(body, "frontendIPConfigurations").map((each) => answeredFrontend(request, each));
    return {
      inboundNatPools: [],
      loadBalancingRules: [],
      outboundRules: [],
      probes: [],
      sku: { name: "Basic", tier: "Regional" },
      ...body,
      frontendIPConfigurations: frontends,
    };
  },
  stored(request) {
    replaceChildren(request, pools);
    replaceChildren(request, natRules);
  },
  view: (entry, azure) => ({
    backendAddressPools: listed(azure, entry.id, pools),
    inboundNatRules: listed(azure, entry.id, natRules),
  }),
};

export const inboundNatRule: ResourceModel = {
  type: "network:InboundNatRule",
  put(request) {
    parentOf(request);
    return respond(request);
  },
  stored(request, entry) {
    placeLast(entry, request.azure, natRules);
  },
};

export const backendAddressPool: ResourceModel = {
  type: "network:LoadBalancerBackendAddressPool",
  put(request) {
    parentOf(request);
    return respond(request);
  },
  stored(request, entry) {
    placeLast(entry, request.azure, pools);
  },
};

function answeredFrontend(request: PutRequest, frontend: PlainObject): PlainObject {
  referenced(request, frontend["publicIPAddress"]);
  const subnet = referenced(request, frontend["subnet"]);
  const body: PlainObject = {
    privateIPAllocationMethod: "Dynamic",
    ...withReferences(frontend, "subnet", "publicIPAddress"),
  };
  if (subnet !== undefined) body["privateIPAddress"] = privateAddress(request, subnet, frontend, []);
  const version = textAt(frontend, "privateIPAddressVersion");
  return version === undefined ? { ...body, privateIPAddressVersion: "IPv4" } : body;
}
