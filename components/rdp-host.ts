import * as compute from "@pulumi/azure-native/compute";
import * as guestconfiguration from "@pulumi/azure-native/guestconfiguration";
import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import type { RdpHostArgs } from "./rdp-host-args";
import { planHost } from "./rdp-host-plan";

/**
 * A Windows host for RDP: it fetches its certificate from Key Vault for NETWORK SERVICE to read, follows renewals, binds the
 * newest certificate to the listener, and keeps the access control of its machine keys.
 *
 * Keeps RDP904-040 to 045, 048 and 060 to 062 from arising.
 *
 * @example
 * new RdpHost("jump", {
 *   resourceGroupName: group.name,
 *   subnetResourceId: network.hostSubnetResourceId,
 *   certificateSecretUrl: certificate.certificateSecretUrl,
 *   identityResourceId: certificate.identityResourceId,
 *   identityClientId: certificate.identityClientId,
 *   adminUsername: "rdpadmin",
 *   adminPassword: config.requireSecret("adminPassword"),
 *   guestPackageUri: "https://example.blob.core.windows.net/packages/Rdp904.zip",
 * });
 */
export class RdpHost extends pulumi.ComponentResource {
  /** ARM id of the virtual machine. */
  readonly virtualMachineResourceId: pulumi.Output<string>;
  /** Address at which declared clients reach the host. */
  readonly privateIpAddress: pulumi.Output<string | undefined>;

  constructor(name: string, args: RdpHostArgs, opts?: pulumi.ComponentResourceOptions) {
    // A component's arguments stand in the state as well.
    super("rdp904:index:RdpHost", name, { ...args, adminPassword: pulumi.secret(args.adminPassword) }, opts);
    const plan = planHost(name, args);
    const child = { parent: this };
    const card = new network.NetworkInterface(`${name}-nic`, plan.networkInterface, child);
    const machine = new compute.VirtualMachine(
      `${name}-vm`,
      { ...plan.machine, networkProfile: { networkInterfaces: [{ id: card.id, primary: true }] } },
      { ...child, additionalSecretOutputs: ["osProfile"] },
    );
    new compute.VirtualMachineExtension(
      `${name}-certificate`,
      { ...plan.certificateExtension, vmName: machine.name },
      child,
    );
    const agent = new compute.VirtualMachineExtension(
      `${name}-machine-configuration`,
      { ...plan.configurationExtension, vmName: machine.name },
      child,
    );
    new guestconfiguration.GuestConfigurationAssignment(
      `${name}-guest-configuration`,
      { ...plan.configuration, vmName: machine.name },
      { ...child, dependsOn: agent },
    );
    this.virtualMachineResourceId = machine.id;
    this.privateIpAddress = card.ipConfigurations.apply((configurations) => configurations?.[0]?.privateIPAddress);
    this.registerOutputs({
      virtualMachineResourceId: this.virtualMachineResourceId,
      privateIpAddress: this.privateIpAddress,
    });
  }
}
