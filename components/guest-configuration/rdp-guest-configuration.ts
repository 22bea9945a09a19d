import * as pulumi from "@pulumi/pulumi";
import { checkPresent } from "../argument-check";
import { makeConfiguration } from "../protection/make-protection";
import { planConfiguration } from "../protection/protection-plan";
import type { RdpGuestConfigurationArgs } from "./rdp-guest-configuration-args";

/**
 * What RDP needs inside one Windows machine that exists: its keys' access control, TLS 1.2, services, the listener's settings
 * and newest certificate, and Windows Firewall, looked at and set right every 15 minutes. RdpHost has it already.
 *
 * Keeps RDP904-060 to 062 from arising.
 *
 * @example
 * new RdpGuestConfiguration("desktop", {
 *   resourceGroupName: group.name,
 *   virtualMachineName: machine.name,
 *   guestPackageUri: "https://example.blob.core.windows.net/packages/Rdp904.zip",
 *   listenerPort: network.listenerPort,
 * });
 */
export class RdpGuestConfiguration extends pulumi.ComponentResource {
  /** ARM id of the assignment, under which the reports of the machine stand. */
  readonly assignmentResourceId: pulumi.Output<string>;

  constructor(name: string, args: RdpGuestConfigurationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rdp904:index:RdpGuestConfiguration", name, args, opts);
    const { resourceGroupName, virtualMachineName, location } = args;
    checkPresent(`${name}: virtualMachineName`, virtualMachineName, "the name of a virtual machine");
    const plan = planConfiguration(name, args, { resourceGroupName, location });
    this.assignmentResourceId = makeConfiguration(name, plan, virtualMachineName, this).id;
    this.registerOutputs({ assignmentResourceId: this.assignmentResourceId });
  }
}
