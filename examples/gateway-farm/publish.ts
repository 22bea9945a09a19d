import * as authorization from "@pulumi/azure-native/authorization";
import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import type { RdpHost } from "../../components";

/** Puts the gateways behind one public address, over TCP 443 and UDP 3391, and returns it. */
export function publish(
  name: string,
  resourceGroupName: pulumi.Output<string>,
  virtualNetworkResourceId: pulumi.Output<string>,
  gateways: readonly RdpHost[],
): pulumi.Output<string | undefined> {
  const { subscriptionId } = authorization.getClientConfigOutput();
  const loadBalancerName = `lb-${name}-gateway`;
  const part = (kind: string, which: string) => ({
    id: pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.Network/loadBalancers/${loadBalancerName}/${kind}/${which}`,
  });
  const address = new network.PublicIPAddress(`${name}-gateway`, {
    resourceGroupName,
    sku: { name: "Standard" },
    publicIPAllocationMethod: "Static",
  });
  const rule = (which: string, protocol: "Tcp" | "Udp", port: number) => ({
    name: which,
    protocol,
    frontendPort: port,
    backendPort: port,
    // A session's TCP and UDP have to end at the same gateway
    loadDistribution: "SourceIP",
    disableOutboundSnat: true,
    frontendIPConfiguration: part("frontendIPConfigurations", "people"),
    backendAddressPool: part("backendAddressPools", "gateways"),
    probe: part("probes", "https"),
  });
  new network.LoadBalancer(`${name}-gateway`, {
    resourceGroupName,
    loadBalancerName,
    sku: { name: "Standard" },
    frontendIPConfigurations: [{ name: "people", publicIPAddress: { id: address.id } }],
    backendAddressPools: [
      {
        name: "gateways",
        loadBalancerBackendAddresses: gateways.map(({ privateIpAddress }, index) => ({
          name: `gateway-${index + 1}`,
          ipAddress: privateIpAddress.apply((text) => text ?? ""),
          virtualNetwork: { id: virtualNetworkResourceId },
        })),
      },
    ],
    probes: [{ name: "https", protocol: "Tcp", port: 443, intervalInSeconds: 15, numberOfProbes: 2 }],
    loadBalancingRules: [rule("https", "Tcp", 443), rule("udp-transport", "Udp", 3391)],
  });
  return address.ipAddress;
}
