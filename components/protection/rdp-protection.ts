import * as compute from "@pulumi/azure-native/compute";
import * as pulumi from "@pulumi/pulumi";
import { checkInput } from "../argument-check";
import { checkExistingMachine, readMachineId } from "./existing-machine";
import { makeProtection } from "./make-protection";
import { planProtection } from "./protection-plan";
import type { RdpProtectionArgs } from "./rdp-protection-args";

/**
 * What an RdpHost gives its machine, for a Windows machine that exists: it fetches its certificate, follows renewals, binds the
 * newest one to the listener, and keeps the access control of its machine keys. The machine itself is left alone; its security
 * groups, its identities and its tag `rdp904: host` are the caller's.
 *
 * Keeps RDP904-041 to 045, 048, 061 and 062 from arising.
 *
 * @example
 * new RdpProtection("desktop", {
 *   virtualMachineResourceId: config.require("virtualMachineResourceId"),
 *   certificateSecretUrl: certificate.certificateSecretUrl,
 *   identityResourceId: certificate.identityResourceId,
 *   identityClientId: certificate.identityClientId,
 *   guestPackageUri: "https://example.blob.core.windows.net/packages/Rdp904.zip",
 * });
 */
export class RdpProtection extends pulumi.ComponentResource {
  /** ARM id of the virtual machine. */
  readonly virtualMachineResourceId: pulumi.Output<string>;
  /** URL of its certificate, without a version. */
  readonly certificateSecretUrl: pulumi.Output<string>;

  constructor(name: string, args: RdpProtectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rdp904:index:RdpProtection", name, args, opts);
    const path = `${name}: virtualMachineResourceId`;
    const id = checkInput(args.virtualMachineResourceId, (text) => {
      readMachineId(path, text);
      return text;
    });
    const read = pulumi.output(id).apply((text) => readMachineId(path, text));
    const { resourceGroupName, vmName } = read;
    const machine = compute.getVirtualMachineOutput({ resourceGroupName, vmName }, { parent: this });
    // Whatever is given to the machine waits for the look at it, because it asks for the region that this answers.
    const location: pulumi.Output<string> = pulumi
      .all([machine, args.identityResourceId])
      .apply(([found, identity]) => checkExistingMachine(name, found, identity, plan));
    const plan = planProtection(name, args, { resourceGroupName, location });
    makeProtection(name, plan, vmName, this);
    this.virtualMachineResourceId = pulumi.output(id);
    this.certificateSecretUrl = pulumi.output(args.certificateSecretUrl);
    this.registerOutputs({
      virtualMachineResourceId: this.virtualMachineResourceId,
      certificateSecretUrl: this.certificateSecretUrl,
    });
  }
}
