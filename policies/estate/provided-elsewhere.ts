import type { AzureResource } from "./resource";
import { matchesHost } from "./host-pattern";
import type { ProvidedElsewhereKind, Settings } from "../settings/settings";

/** True where the settings say that a machine gets one of these from elsewhere; undefined where a tag is not known yet. */
export function providedElsewhere(
  settings: Settings,
  kinds: readonly ProvidedElsewhereKind[],
  machine: AzureResource,
): boolean | undefined {
  const matches = kinds
    .flatMap((kind) => settings.providedElsewhere[kind] ?? [])
    .map((pattern) => matchesHost(pattern, machine));
  if (matches.includes(true)) return true;
  return matches.includes(undefined) ? undefined : false;
}
