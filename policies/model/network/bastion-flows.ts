import type { RequiredFlow } from "./required-flow";

/** A flow without which a Bastion does not work, or is not looked after. */
export interface BastionFlow extends RequiredFlow {
  /** For a sentence, behind the ports: "from GatewayManager"; with its direction it tells the flow from all others. */
  readonly way: string;
  /** What it is for, as half a sentence. */
  readonly purpose: string;
}

/**
 * The flows that a security group on AzureBastionSubnet must allow by rules of its own, in the order of the page. The
 * clients and the hosts may be narrowed down to ranges; what is Azure's own bears its tag.
 * https://learn.microsoft.com/azure/bastion/bastion-nsg
 */
export const bastionFlows: readonly BastionFlow[] = [
  {
    ...{ direction: "inbound", ports: [443], far: "internet" },
    narrowedTo: ({ addresses, tags, groups }) =>
      addresses.v4.length > 0 || groups.length > 0 || tags.some((tag) => !services.has(tag)),
    way: "from Internet",
    purpose: "clients",
  },
  {
    ...{ direction: "inbound", ports: [443], far: "gatewaymanager" },
    way: "from GatewayManager",
    purpose: "its control plane",
  },
  {
    ...{ direction: "inbound", ports: [8080, 5701], far: "virtualnetwork" },
    way: "from VirtualNetwork",
    purpose: "its own parts",
  },
  {
    ...{ direction: "inbound", ports: [443], far: "azureloadbalancer" },
    way: "from AzureLoadBalancer",
    purpose: "health probes",
  },
  {
    ...{ direction: "outbound", ports: [22, 3389], far: "virtualnetwork" },
    narrowedTo: ({ addresses, groups }) => addresses.v4.length > 0 || groups.length > 0,
    way: "to VirtualNetwork",
    purpose: "the hosts",
  },
  {
    ...{ direction: "outbound", ports: [443], far: "azurecloud" },
    way: "to AzureCloud",
    purpose: "diagnostic logs",
  },
  {
    ...{ direction: "outbound", ports: [8080, 5701], far: "virtualnetwork" },
    way: "from VirtualNetwork to VirtualNetwork",
    purpose: "its own parts",
  },
  {
    ...{ direction: "outbound", ports: [80], far: "internet" },
    way: "to Internet",
    purpose: "session information and certificate validation",
  },
];

// A rule for one of Azure's services lets in no client.
const services = new Set(["gatewaymanager", "azureloadbalancer"]);
