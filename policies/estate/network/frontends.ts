import { listProperty, property, stringProperty, type AzureResource } from "../resource";

/** Where a load balancer takes connections. */
export interface Frontend {
  /** Its name in lower case; undefined where nothing tells which of several it is. */
  readonly name: string | undefined;
  /** Whether it has a public address. */
  readonly isPublic: "yes" | "no" | "maybe";
}

/** The frontend that an id at a path means; of a load balancer with a single one, that. */
export function frontendOf(balancer: AzureResource, from: AzureResource, path: string): Frontend {
  const list = listProperty(balancer, "frontendIPConfigurations");
  const id = stringProperty(from, path);
  const wanted = id.state === "known" ? id.value.trim().split("/").at(-1)?.toLowerCase() : undefined;
  if (list.state === "unknown") return { name: wanted, isPublic: "maybe" };
  const all = list.state === "known" ? list.value.map((_, at) => frontendAt(balancer, at)) : [];
  const meant = all.filter(({ name }) => wanted === undefined || name === undefined || name === wanted);
  const answers = new Set(meant.map(({ isPublic }) => isPublic));
  const [only] = answers;
  const isPublic = answers.size === 1 ? only! : answers.size === 0 ? "no" : "maybe";
  return { name: wanted ?? (meant.length === 1 ? meant[0]!.name : undefined), isPublic };
}

function frontendAt(balancer: AzureResource, at: number): Frontend {
  const path = `frontendIPConfigurations[${at}]`;
  const name = stringProperty(balancer, `${path}.name`);
  const addresses = ["publicIPAddress", "publicIPPrefix"].map((key) => property(balancer, `${path}.${key}`));
  const open = addresses.some((reading) => reading.state === "unknown");
  const isPublic = addresses.some((reading) => reading.state === "known") ? "yes" : open ? "maybe" : "no";
  return { name: name.state === "known" ? name.value.toLowerCase() : undefined, isPublic };
}
