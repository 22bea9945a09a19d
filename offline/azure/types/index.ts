import { applicationSecurityGroup } from "./application-security-group";
import { bastionHost } from "./bastion-host";
import { guestConfigurationAssignment } from "./guest-configuration-assignment";
import { vault } from "./key-vault";
import { secret } from "./key-vault-secret";
import { backendAddressPool, inboundNatRule, loadBalancer } from "./load-balancer";
import type { ResourceModel } from "./model";
import { natGateway } from "./nat-gateway";
import { networkInterface } from "./network-interface";
import { networkSecurityGroup, securityRule } from "./network-security-group";
import { privateEndpoint } from "./private-endpoint";
import { privateZone } from "./private-zone";
import { publicIpAddress } from "./public-address";
import { resourceGroup } from "./resource-group";
import { roleAssignment } from "./role-assignment";
import { route, routeTable } from "./route-table";
import { storageAccount } from "./storage-account";
import { storageBlob } from "./storage-blob";
import { userAssignedIdentity } from "./user-assigned-identity";
import { virtualMachine } from "./virtual-machine";
import { virtualMachineExtension } from "./virtual-machine-extension";
import { virtualMachineRunCommand } from "./virtual-machine-run-command";
import { virtualMachineScaleSet } from "./virtual-machine-scale-set";
import { subnet, virtualNetwork } from "./virtual-network";

/** The types whose own checks and answers are modelled; any other is accepted as it comes. */
export const models: readonly ResourceModel[] = [
  applicationSecurityGroup,
  backendAddressPool,
  bastionHost,
  guestConfigurationAssignment,
  inboundNatRule,
  loadBalancer,
  natGateway,
  networkInterface,
  networkSecurityGroup,
  privateEndpoint,
  privateZone,
  publicIpAddress,
  resourceGroup,
  roleAssignment,
  route,
  routeTable,
  secret,
  securityRule,
  storageAccount,
  storageBlob,
  subnet,
  userAssignedIdentity,
  vault,
  virtualMachine,
  virtualMachineExtension,
  virtualMachineRunCommand,
  virtualMachineScaleSet,
  virtualNetwork,
];

const byType = new Map(models.map((model) => [model.type, model]));

export function modelOf(type: string): ResourceModel | undefined {
  return byType.get(type);
}
