import * as pulumi from "@pulumi/pulumi";
import { checkAbsent, checkText } from "../argument-check";
import { usualPort } from "../network/listener-port";
import { RdpAccess } from "../network/rdp-network-args";
import type { MachineArgs } from "./machine-args";

/** How people come to a host. */
export interface Connection {
  readonly method: RdpAccess;
  readonly bastionResourceId?: pulumi.Input<string>;
  readonly gatewayName?: string;
  /** Port of the listener; RDP's own where it is absent. */
  readonly port?: pulumi.Input<number>;
}

/** @throws ArgumentError with the argument's path and what is allowed */
export function checkConnection(name: string, args: MachineArgs): Connection {
  const { bastionResourceId, gatewayName, listenerPort } = args;
  const port = listenerPort === undefined ? {} : { port: listenerPort };
  if (bastionResourceId !== undefined) {
    checkAbsent(`${name}: gatewayName`, gatewayName, "bastionResourceId is left out");
    return { method: RdpAccess.Bastion, bastionResourceId, ...port };
  }
  if (gatewayName === undefined) return { method: RdpAccess.Private, ...port };
  const shape = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;
  checkText(`${name}: gatewayName`, gatewayName, shape, "a DNS name, such as desktop.example.net");
  return { method: RdpAccess.Gateway, gatewayName, ...port };
}

/**
 * What to type on a client.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/mstsc
 */
export function commandFor(
  { bastionResourceId, gatewayName, port = usualPort }: Connection,
  machineResourceId: pulumi.Output<string>,
  address: pulumi.Output<string | undefined>,
): pulumi.Output<string> {
  const moved = pulumi.output(port).apply((one) => (one === usualPort ? undefined : one));
  if (bastionResourceId !== undefined) {
    const at = moved.apply((one) => (one === undefined ? "" : ` --resource-port ${one}`));
    return pulumi.interpolate`az network bastion rdp --ids ${bastionResourceId} --target-resource-id ${machineResourceId}${at}`;
  }
  const gateway = gatewayName === undefined ? "" : ` /g:${gatewayName}`;
  return pulumi.interpolate`mstsc /v:${address}${moved.apply((one) => (one === undefined ? "" : `:${one}`))}${gateway}`;
}
