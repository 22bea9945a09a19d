import * as pulumi from "@pulumi/pulumi";
import { checkAbsent, checkText } from "../argument-check";
import { RdpAccess } from "../network/rdp-network-args";
import type { MachineArgs } from "./machine-args";

/** How people come to a host. */
export interface Connection {
  readonly method: RdpAccess;
  readonly bastionResourceId?: pulumi.Input<string>;
  readonly gatewayName?: string;
}

/** @throws ArgumentError with the argument's path and what is allowed */
export function checkConnection(name: string, args: MachineArgs): Connection {
  const { bastionResourceId, gatewayName } = args;
  if (bastionResourceId !== undefined) {
    checkAbsent(`${name}: gatewayName`, gatewayName, "bastionResourceId is left out");
    return { method: RdpAccess.Bastion, bastionResourceId };
  }
  if (gatewayName === undefined) return { method: RdpAccess.Private };
  const shape = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;
  checkText(`${name}: gatewayName`, gatewayName, shape, "a DNS name, such as desktop.example.net");
  return { method: RdpAccess.Gateway, gatewayName };
}

/**
 * What to type on a client.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/mstsc
 */
export function commandFor(
  { bastionResourceId, gatewayName }: Connection,
  machineResourceId: pulumi.Output<string>,
  address: pulumi.Output<string | undefined>,
): pulumi.Output<string> {
  if (bastionResourceId !== undefined) {
    return pulumi.interpolate`az network bastion rdp --ids ${bastionResourceId} --target-resource-id ${machineResourceId}`;
  }
  const gateway = gatewayName === undefined ? "" : ` /g:${gatewayName}`;
  return pulumi.interpolate`mstsc /v:${address}${gateway}`;
}
