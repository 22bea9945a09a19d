import { registeredResource, type RegisteredResource } from "../estate/capture";
import { Estate } from "../estate/estate";
import { steps } from "../estate/value";
import type { Remedy } from "../rules/rule";

/** A resource as `remediateResource` shows it: inputs, behind a proxy that throws where a value is not known. */
interface RemediableResource extends RegisteredResource {
  readonly props: Record<string, unknown>;
}

/**
 * Changes the inputs of one resource as a remedy says; undefined where it has nothing to change. What is not known is
 * left as it is, because the places to change are found in a plain copy.
 */
export async function remediated(
  remedy: Remedy,
  args: RemediableResource,
): Promise<Record<string, unknown> | undefined> {
  const resource = registeredResource(args);
  const changes = await remedy(resource, new Estate([resource]));
  for (const { path, value } of changes) set(args.props, path, value);
  return changes.length > 0 ? args.props : undefined;
}

// The copy tells that every step before the last is there and known.
function set(properties: Record<string, unknown>, path: string, value: unknown): void {
  const way = steps(path);
  let at = properties;
  for (const step of way.slice(0, -1)) at = at[step] as Record<string, unknown>;
  at[way.at(-1)!] = value;
}
