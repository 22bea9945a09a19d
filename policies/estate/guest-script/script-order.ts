import type { ReadScript } from "./guest-scripts";

/** True where a script certainly runs after another, because its resource waits for the other's. */
export function waitsFor(later: ReadScript, earlier: ReadScript): boolean {
  return later.resource !== earlier.resource && later.resource.dependencies.includes(earlier.resource.urn);
}
