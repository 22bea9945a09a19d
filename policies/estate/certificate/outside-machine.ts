import type { Join } from "../join";
import { stringProperty, type AzureResource } from "../resource";

/** By what two resources of a machine that another stack made are known to belong together: its group and name. */
export function outsideMachine(resource: AzureResource, join: Join): string | undefined {
  if (join.state !== "outside") return undefined;
  const group = stringProperty(resource, "resourceGroupName");
  // ARM compares names without case.
  return group.state === "known" ? `${group.value}/${join.id}`.toLowerCase() : undefined;
}
