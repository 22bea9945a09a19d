import type { AzureResource, KnownFrom } from "../resource";
import { fromArm } from "./arm-json";
import { fromState } from "./state-export";

/**
 * Reads resources of another stack: what `pulumi stack export` writes, an ARM template, or a list of resources as the
 * REST API and `az resource show` give them. An export's own time counts before the file's.
 *
 * @throws Error with a sentence about what is wrong with the text.
 */
export function readKnownResources(text: string, file: KnownFrom): readonly AzureResource[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON");
  }
  const found = fromState(json, file) ?? fromArm(json, file);
  if (!found) throw new Error("it holds neither a deployment with resources nor ARM resources with type and name");
  return found;
}
