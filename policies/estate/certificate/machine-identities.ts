import type { Estate } from "../estate";
import { joinList, type Join } from "../join";
import { objectProperty, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import type { Known, NotKnown } from "../value";

export const userIdentityType: ResourceType = "managedidentity:UserAssignedIdentity";

/** The managed identities of a virtual machine or scale set. */
export interface MachineIdentities {
  readonly system: Known<boolean> | NotKnown;
  /** One entry for each user-assigned identity. */
  readonly user: readonly Join[];
}

const listPath = "identity.userAssignedIdentities";

export function machineIdentities(estate: Estate, machine: AzureResource): MachineIdentities {
  const type = stringProperty(machine, "identity.type");
  const system: Known<boolean> | NotKnown =
    type.state === "unknown"
      ? type
      : { state: "known", path: type.path, value: type.state === "known" && /systemassigned/i.test(type.value) };
  return { system, user: userIdentities(estate, machine) };
}

function userIdentities(estate: Estate, machine: AzureResource): readonly Join[] {
  // ARM's own shape is a map from id to nothing; azure-native takes a list of ids.
  const map = objectProperty(machine, listPath);
  if (map.state !== "known") return joinList(estate, machine, listPath, "", [userIdentityType]);
  return Object.keys(map.value).map((id) => {
    const path = `${listPath}["${id}"]`;
    const [resource] = estate.byId(id).filter((found) => found.type === userIdentityType);
    return resource ? { state: "joined", path, resource } : { state: "outside", path, id };
  });
}
