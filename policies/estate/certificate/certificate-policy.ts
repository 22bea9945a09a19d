import type { RenewalTrigger } from "../../model/certificate/life";
import { listProperty, numberProperty, property, stringProperty, type AzureResource } from "../resource";
import type { NotKnown, Reading } from "../value";
import { sourceName } from "./certificate-sources";

const policy = "certificatePolicy";
const x509 = `${policy}.x509CertificateProperties`;

/** Where the parts of a vault certificate's policy stand, in the words of the provider that makes it. */
export const policyPaths = {
  policy,
  issuer: `${policy}.issuerParameters.name`,
  keyType: `${policy}.keyProperties.keyType`,
  exportable: `${policy}.keyProperties.exportable`,
  extendedKeyUsages: `${x509}.extendedKeyUsages`,
  keyUsages: `${x509}.keyUsages`,
  validityInMonths: `${x509}.validityInMonths`,
  lifetimeActions: `${policy}.lifetimeActions`,
} as const;

/** How a resource comes by the certificate that an extension then observes. */
export type Origin =
  /** The vault issues it, by a policy. */
  | "issued"
  /** It comes with the program, and its policy only says what the vault does next. */
  | "imported"
  /** It is a secret with a certificate in it, and has no policy. */
  | "stored";

export function originOf(source: AzureResource): Origin {
  if (source.type !== "azure:keyvault:Certificate") return "stored";
  return property(source, "certificate").state === "absent" ? "issued" : "imported";
}

/** The certificate for a sentence: 'the certificate "rdp"'. */
export function sourceTitle(source: AzureResource): string {
  const name = sourceName(source);
  return `the certificate "${name.state === "known" ? name.value : source.name}"`;
}

/** When the vault renews by itself. */
export type AutoRenewal =
  | { readonly state: "never"; readonly path: string; readonly actions: readonly string[] }
  | { readonly state: "at"; readonly path: string; readonly trigger: RenewalTrigger }
  | NotKnown;

/** Finds the AutoRenew action of a policy, and the shortest notice that it renews at. */
export function autoRenewal(source: AzureResource): AutoRenewal {
  const path = policyPaths.lifetimeActions;
  const list = listProperty(source, path);
  if (list.state === "unknown") return list;
  if (list.state === "absent") return { state: "never", path, actions: [] };
  const actions: string[] = [];
  let open: NotKnown | undefined;
  for (let index = 0; index < list.value.length; index++) {
    const type = stringProperty(source, `${path}[${index}].action.actionType`);
    if (type.state === "known" && type.value.trim().toLowerCase() === "autorenew") {
      return triggerAt(source, `${path}[${index}].trigger`);
    }
    if (type.state === "unknown") open ??= type;
    if (type.state === "known") actions.push(type.value);
  }
  return open ?? { state: "never", path, actions };
}

function triggerAt(source: AzureResource, path: string): AutoRenewal {
  const days = numberProperty(source, `${path}.daysBeforeExpiry`);
  const percentage = numberProperty(source, `${path}.lifetimePercentage`);
  // The provider sends neither zero nor what is not set.
  if (days.state === "known" && days.value > 0) {
    return { state: "at", path: days.path, trigger: { daysBeforeExpiry: days.value } };
  }
  if (percentage.state === "known" && percentage.value > 0) {
    return { state: "at", path: percentage.path, trigger: { lifetimePercentage: percentage.value } };
  }
  if (days.state === "unknown") return days;
  if (percentage.state === "unknown") return percentage;
  return { state: "unknown", path, why: `${path} names neither days nor a percentage` };
}

/** Validity in whole months; unknown also where it is no such number. */
export function validityMonths(source: AzureResource): Reading<number> {
  const months = numberProperty(source, policyPaths.validityInMonths);
  if (months.state !== "known" || (Number.isInteger(months.value) && months.value > 0)) return months;
  return {
    state: "unknown",
    path: months.path,
    why: `${months.path} is ${months.value}, which is no number of months`,
  };
}
