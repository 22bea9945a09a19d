import * as compute from "@pulumi/azure-native/compute";
import * as pulumi from "@pulumi/pulumi";
import { RdpHost } from "../host/rdp-host";
import type { RdpScaleSetArgs } from "./rdp-scale-set-args";
import { planScaleSet } from "./rdp-scale-set-plan";

/**
 * Windows hosts for RDP in a Flexible scale set, which spreads them over fault domains or availability zones. Each is an RdpHost
 * of the stack, because a Flexible scale set cannot give its instances the system-assigned identity that Machine Configuration
 * signs in with; so their number changes with `instanceCount` alone.
 *
 * Keeps RDP904-040 to 045, 048, 060 to 062, 075 and 080 from arising.
 *
 * @example
 * new RdpScaleSet("farm", {
 *   resourceGroupName: group.name,
 *   instanceCount: 3,
 *   subnetResourceId: network.hostSubnetResourceId,
 *   certificateSecretUrl: certificate.certificateSecretUrl,
 *   identityResourceId: certificate.identityResourceId,
 *   identityClientId: certificate.identityClientId,
 *   adminUsername: "rdpadmin",
 *   adminPassword: config.requireSecret("adminPassword"),
 *   guestPackageUri: "https://example.blob.core.windows.net/packages/Rdp904.zip",
 * });
 */
export class RdpScaleSet extends pulumi.ComponentResource {
  /** ARM id of the scale set. */
  readonly virtualMachineScaleSetResourceId: pulumi.Output<string>;
  /** ARM ids of the virtual machines in it. */
  readonly virtualMachineResourceIds: pulumi.Output<string[]>;
  /** ARM ids of their network interfaces, for a load balancer's rules. */
  readonly networkInterfaceResourceIds: pulumi.Output<string[]>;
  /** URL of their certificate, without a version. */
  readonly certificateSecretUrl: pulumi.Output<string>;
  /** How people come to the hosts: private, bastion or gateway. */
  readonly connectionMethod: pulumi.Output<string>;
  /** What to type on a client, one line for each host. */
  readonly connect: pulumi.Output<string[]>;

  constructor(name: string, args: RdpScaleSetArgs, opts?: pulumi.ComponentResourceOptions) {
    // A component's arguments stand in the state as well.
    super("rdp904:index:RdpScaleSet", name, { ...args, adminPassword: pulumi.secret(args.adminPassword) }, opts);
    const plan = planScaleSet(name, args);
    const child = { parent: this };
    const scaleSet = new compute.VirtualMachineScaleSet(`${name}-set`, plan.scaleSet, child);
    const hosts = plan.hosts.map(
      (host) => new RdpHost(host.name, { ...host.args, virtualMachineScaleSetResourceId: scaleSet.id }, child),
    );
    this.virtualMachineScaleSetResourceId = scaleSet.id;
    this.virtualMachineResourceIds = pulumi.all(hosts.map((host) => host.virtualMachineResourceId));
    this.networkInterfaceResourceIds = pulumi.all(hosts.map((host) => host.networkInterfaceResourceId));
    this.certificateSecretUrl = pulumi.output(args.certificateSecretUrl);
    this.connectionMethod = hosts[0]!.connectionMethod;
    this.connect = pulumi.all(hosts.map((host) => host.connect));
    this.registerOutputs({
      virtualMachineScaleSetResourceId: this.virtualMachineScaleSetResourceId,
      virtualMachineResourceIds: this.virtualMachineResourceIds,
      networkInterfaceResourceIds: this.networkInterfaceResourceIds,
      certificateSecretUrl: this.certificateSecretUrl,
      connectionMethod: this.connectionMethod,
      connect: this.connect,
    });
  }
}
