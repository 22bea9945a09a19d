import { createHash, randomBytes } from "node:crypto";

import type { ArmPath } from "../arm/paths";

/** How azure-native names what the program does not: with a random suffix, as a UUID, or by the Pulumi name alone. */
export type NamingStrategy = "random" | "uuid" | "copy";

/** The engine's own naming, from `pulumi:autonaming` in the stack's configuration. */
export interface Autonaming {
  readonly mode: "propose" | "enforce" | "disable";
  readonly proposedName: string;
}

const randomParameters = new Set(["endpointName", "customDomainName"]);
const uuidParameters = new Set(["roleAssignmentName", "roleDefinitionId"]);

/**
 * azure-native gives a child of another resource its Pulumi name and anything else a random suffix
 * (https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/resources/resources.go, AutoName).
 */
export function namingStrategy(path: ArmPath): NamingStrategy {
  const parameter = path.nameParameter ?? "";
  if (uuidParameters.has(parameter)) return "uuid";
  if (randomParameters.has(parameter)) return "random";
  const pieces = path.template.toLowerCase().split("microsoft.");
  const last = pieces[pieces.length - 1] ?? "";
  return pieces.length === 1 || last.split("{").length - 1 === 1 ? "random" : "copy";
}

/** A name, the same for the same seed; undefined if the stack forbids automatic names. */
export function automaticName(
  pulumiName: string,
  strategy: NamingStrategy,
  seed: Uint8Array,
  autonaming: Autonaming | undefined,
): { readonly name: string; readonly random: boolean } | undefined {
  if (autonaming?.mode === "disable") return undefined;
  if (autonaming?.mode === "enforce" || (autonaming?.mode === "propose" && strategy !== "uuid")) {
    return { name: autonaming.proposedName, random: true };
  }
  if (strategy === "copy") return { name: pulumiName, random: false };
  const digest = hexOf(pulumiName, seed);
  if (strategy === "random") return { name: `${pulumiName}${digest.slice(0, 8)}`, random: true };
  return { name: digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5"), random: true };
}

function hexOf(name: string, seed: Uint8Array): string {
  return createHash("sha256")
    .update(seed.length > 0 ? seed : randomBytes(32))
    .update(name)
    .digest("hex");
}
