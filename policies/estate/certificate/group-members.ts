import { view, type Estate } from "../estate";
import { madeFrom } from "../join";
import { listProperty, originsOf, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import { textsIn } from "../value";
import type { Principal } from "./extension-identity";
import { principalId, type Answer } from "./principal-match";

// https://www.pulumi.com/registry/packages/azuread/api-docs/group/
const groupType: ResourceType = "azuread:index/group:Group";
const membershipType: ResourceType = "azuread:index/groupMember:GroupMember";

/** The Entra groups that a property was made from. */
export function groupsIn(estate: Estate, from: AzureResource, path: string): readonly AzureResource[] {
  return madeFrom(estate, from, path, [groupType]);
}

// By URN of a group: what its members were made from, and their ids where they are known. A group lists its members, or
// they stand one by one beside it.
const members: (estate: Estate) => ReadonlyMap<string, ReadonlySet<string>> = view((estate) => {
  const found = new Map<string, Set<string>>();
  const add = (group: AzureResource, all: readonly string[]): void => {
    const earlier = found.get(group.urn) ?? new Set();
    found.set(group.urn, earlier);
    for (const one of all) earlier.add(one);
  };
  for (const group of estate.ofType(groupType)) {
    const list = listProperty(group, "members");
    add(group, [...originsOf(group, "members"), ...(list.state === "known" ? textsIn(list.value) : [])]);
  }
  for (const membership of estate.ofType(membershipType)) {
    const id = stringProperty(membership, "memberObjectId");
    const all = [...originsOf(membership, "memberObjectId"), ...(id.state === "known" ? [id.value] : [])];
    for (const group of groupsIn(estate, membership, "groupObjectId")) add(group, all);
  }
  return found;
});

/** Whether what a group is granted reaches a principal. Members that the estate does not tell of may be in it all the same. */
export function throughGroup(estate: Estate, from: AzureResource, path: string, principal: Principal): Answer {
  const [group, ...more] = groupsIn(estate, from, path);
  if (group && more.length === 0 && isMember(estate, group, principal)) return "yes";
  const why = `${from.name} gives access to a group, and who is in it is not seen`;
  const settle = `let ${from.name} give it to the identity itself`;
  return { resource: from, reading: { state: "unknown", path, why }, settle };
}

function isMember(estate: Estate, group: AzureResource, principal: Principal): boolean {
  const all = members(estate).get(group.urn);
  const id = principalId(principal);
  return all !== undefined && (all.has(principal.resource.urn) || (id.state === "known" && all.has(id.value)));
}
