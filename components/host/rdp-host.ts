import * as compute from "@pulumi/azure-native/compute";
import * as maintenance from "@pulumi/azure-native/maintenance";
import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { makeProtection } from "../protection/make-protection";
import { commandFor } from "./connection";
import type { RdpHostArgs } from "./rdp-host-args";
import { planHost } from "./rdp-host-plan";

/**
 * A Windows host for RDP: it fetches its certificate from Key Vault for NETWORK SERVICE to read, follows renewals, binds the
 * newest certificate to the listener, and keeps the access control of its machine keys, TLS 1.2, services, the listener's
 * settings and Windows Firewall as RDP needs them.
 *
 * Keeps RDP904-040 to 045, 048, 060 to 062, 075 and 080 from arising.
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
  /** ARM id of its network interface, for a load balancer's rules. */
  readonly networkInterfaceResourceId: pulumi.Output<string>;
  /** Address at which declared clients reach the host. */
  readonly privateIpAddress: pulumi.Output<string | undefined>;
  /** URL of its certificate, without a version. */
  readonly certificateSecretUrl: pulumi.Output<string>;
  /** How people come to the host: private, bastion or gateway. */
  readonly connectionMethod: pulumi.Output<string>;
  /** What to type on a client. */
  readonly connect: pulumi.Output<string>;

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
    makeProtection(name, plan.protection, machine.name, this);
    if (plan.schedule) {
      const schedule = { ...plan.schedule, resourceName: machine.name };
      new maintenance.ConfigurationAssignment(`${name}-patching`, schedule, child);
    }
    this.virtualMachineResourceId = machine.id;
    this.networkInterfaceResourceId = card.id;
    this.privateIpAddress = card.ipConfigurations.apply((configurations) => configurations?.[0]?.privateIPAddress);
    this.certificateSecretUrl = pulumi.output(args.certificateSecretUrl);
    this.connectionMethod = pulumi.output(plan.connection.method);
    this.connect = commandFor(plan.connection, this.virtualMachineResourceId, this.privateIpAddress);
    this.registerOutputs({
      virtualMachineResourceId: this.virtualMachineResourceId,
      networkInterfaceResourceId: this.networkInterfaceResourceId,
      privateIpAddress: this.privateIpAddress,
      certificateSecretUrl: this.certificateSecretUrl,
      connectionMethod: this.connectionMethod,
      connect: this.connect,
    });
  }
}
