import { judgeWindow } from "../../model/certificate/renewal-window";
import { canRenew } from "../../model/certificate/rdp-fitness";
import { daysInWords } from "../../settings/days";
import { property, stringProperty, type AzureResource } from "../resource";
import { autoRenewal, originOf, policyPaths, sourceTitle, validityMonths } from "./certificate-policy";

/** Why a vault does not renew a certificate in time, or may not. */
export type RenewalAnswer =
  | { readonly state: "renews" }
  | { readonly state: "lapses"; readonly path: string; readonly value?: string; readonly fact: string }
  | { readonly state: "open"; readonly path: string; readonly fact: string; readonly settle: string };

const valuePaths: Readonly<Record<string, string>> = { "keyvault:Secret": "properties.value" };

/** Whether the vault renews by itself what a resource makes, early enough. What is certain comes before what is open. */
export function renewalOf(source: AzureResource): RenewalAnswer {
  const title = sourceTitle(source);
  const origin = originOf(source);
  if (origin === "stored") {
    const path = valuePaths[source.type] ?? "value";
    return putThere(source, path, `${title} is kept as a secret, and Key Vault renews no secret`);
  }
  const whole = property(source, policyPaths.policy);
  if (whole.state === "absent") {
    return putThere(
      source,
      "certificate",
      `${title} is imported without a policy, and Key Vault renews only what it issues`,
    );
  }
  const answers = [byIssuer(source, title), byAction(source, title)];
  return (
    answers.find(({ state }) => state === "lapses") ??
    answers.find(({ state }) => state === "open") ?? { state: "renews" }
  );
}

// Where it comes from another resource, that may well bring the next one: an ACME client, say.
function putThere(source: AzureResource, path: string, fact: string): RenewalAnswer {
  const top = path.split(".")[0]!;
  const from = source.propertyDependencies[top] ?? [];
  if (from.length === 0) return { state: "lapses", path, fact };
  return { state: "open", path, fact: `${fact}; what it is made from may bring the next one in time`, settle };
}

const settle = "let the vault issue and renew it, or name the hosts in rdp904:providedElsewhere.certificate";

function byIssuer(source: AzureResource, title: string): RenewalAnswer {
  const issuer = stringProperty(source, policyPaths.issuer);
  if (issuer.state === "unknown") return open(issuer.path, title, issuer.why);
  // The provider asks for one.
  if (issuer.state === "absent" || canRenew(issuer.value)) return { state: "renews" };
  const fact = `the issuer of ${title} is ${issuer.value}, with which Key Vault cannot renew`;
  return { state: "lapses", path: issuer.path, value: issuer.value, fact };
}

function byAction(source: AzureResource, title: string): RenewalAnswer {
  const renewal = autoRenewal(source);
  if (renewal.state === "unknown") return open(renewal.path, title, renewal.why);
  if (renewal.state === "never") {
    const value = renewal.actions.length > 0 ? { value: renewal.actions.join(", ") } : {};
    const fact = `the policy of ${title} has no AutoRenew action, so nothing renews it`;
    return { state: "lapses", path: renewal.path, ...value, fact };
  }
  const validity = validityMonths(source);
  const months = validity.state === "known" ? validity.value : undefined;
  const { roomy, days, neededDays } = judgeWindow(renewal.trigger, months);
  if (roomy === undefined)
    return open(validity.path, title, validity.state === "unknown" ? validity.why : "it is not set");
  if (roomy) return { state: "renews" };
  const value = String(Object.values(renewal.trigger)[0]);
  const fact =
    `${title}, valid for ${months === 1 ? "1 month" : `${months} months`}, is renewed ${daysInWords(rounded(days))} before expiry; ` +
    `a renewal that fails needs ${rounded(neededDays)} to be noticed and repaired`;
  return { state: "lapses", path: renewal.path, value, fact };
}

function open(path: string, title: string, why: string): RenewalAnswer {
  return {
    state: "open",
    path,
    fact: `whether Key Vault renews ${title} in time is not known: ${why}`,
    settle: `make ${path} known`,
  };
}

function rounded(days: number | undefined): number {
  return Math.floor((days ?? 0) * 10) / 10;
}
