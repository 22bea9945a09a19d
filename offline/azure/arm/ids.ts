import { PlainObject, textAt } from "../wire/values";
import type { ArmPath } from "./paths";

/** Fills a path from inputs; a parameter without a known value stays in braces. */
export function buildId(path: ArmPath, inputs: PlainObject, subscriptionId: string): string {
  return path.template.replace(/\/?\{([\w.]+)\}/g, (whole, parameter: string) => {
    if (parameter === "subscriptionId") return whole.replace(/\{.*\}/, subscriptionId);
    const value = textAt(inputs, ...parameter.split("."));
    return value === undefined ? whole : whole.replace(/\{.*\}/, value.replace(/^\/+|\/+$/g, ""));
  });
}

/** The path parameters of an id, or undefined if the id is not of that path. */
export function parseId(path: ArmPath, id: string): Record<string, string> | undefined {
  const names: string[] = [];
  const pattern = path.template.replace(/[.]/g, "\\.").replace(/\{([^}]+)\}/g, (_, name: string) => {
    names.push(name.replace(/\\/g, ""));
    return name === "scope" || name === "resourceUri" ? "(.+)" : "([^/]+)";
  });
  const match = new RegExp(`^${pattern}$`, "i").exec(id);
  if (match === null) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ""]));
}

/** The id without its last type and name: the parent resource, or the resource group. */
export function parentId(id: string): string {
  const above = id.split("/").slice(0, -2).join("/");
  const provider = /^(.*)\/providers\/[^/]+$/.exec(above);
  return provider?.[1] ?? above;
}

export function nameOfId(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** `/subscriptions/…/resourceGroups/name` of an id, or undefined outside a group. */
export function groupIdOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0];
}

/** ARM compares ids without regard to case. */
export function sameId(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
