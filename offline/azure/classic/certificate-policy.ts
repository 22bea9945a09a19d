import { Plain, PlainObject, at, isObject, objectsAt, textAt, textsAt } from "../wire/values";

const keyUsages = new Set([
  "cRLSign",
  "dataEncipherment",
  "decipherOnly",
  "digitalSignature",
  "encipherOnly",
  "keyAgreement",
  "keyCertSign",
  "keyEncipherment",
  "nonRepudiation",
]);
const keyTypes = new Set(["EC", "EC-HSM", "RSA", "RSA-HSM", "oct"]);
const keySizes = new Set([256, 384, 521, 2048, 3072, 4096]);

/** Refuses a certificate as the provider's schema and Key Vault do; what is not known yet is let through. */
export function checkCertificatePolicy(inputs: PlainObject): void {
  if (inputs["certificate"] !== undefined) return;
  const policy = inputs["certificatePolicy"];
  if (!isObject(policy)) throw new Error("one of `certificate,certificate_policy` must be specified");
  for (const part of ["issuerParameters", "keyProperties", "secretProperties"]) {
    if (policy[part] === undefined) throw new Error(`certificate_policy.0.${part}: Required argument is missing`);
  }
  oneOf(textAt(policy, "keyProperties", "keyType"), keyTypes, "key_type");
  oneOf(at(policy, "keyProperties", "keySize"), keySizes, "key_size");
  for (const usage of textsAt(policy, "x509CertificateProperties", "keyUsages")) oneOf(usage, keyUsages, "key_usage");
  const subject = textAt(policy, "x509CertificateProperties", "subject");
  if (subject !== undefined && !/^\s*[A-Za-z.\d]+\s*=/.test(subject)) throw badParameter("x509_props.subject");
  for (const action of objectsAt(policy, "lifetimeActions")) checkAction(action, policy);
}

function checkAction(action: PlainObject, policy: PlainObject): void {
  oneOf(textAt(action, "action", "actionType"), new Set(["AutoRenew", "EmailContacts"]), "action_type");
  const days = at(action, "trigger", "daysBeforeExpiry");
  const percentage = at(action, "trigger", "lifetimePercentage");
  if (days !== undefined && percentage !== undefined) throw badParameter("lifetime_actions.trigger");
  const inRange = typeof percentage !== "number" || (percentage >= 1 && percentage <= 99);
  const months = at(policy, "x509CertificateProperties", "validityInMonths");
  // Key Vault counts a month as 27 days here.
  const early = typeof days === "number" && typeof months === "number" && days > months * 27;
  if (!inRange || early) throw badParameter("lifetime_actions.trigger");
}

function oneOf(value: Plain | undefined, allowed: ReadonlySet<Plain>, property: string): void {
  if (value === undefined || allowed.has(value)) return;
  throw new Error(
    `expected certificate_policy ${property} to be one of ${JSON.stringify([...allowed])}, got ${String(value)}`,
  );
}

function badParameter(property: string): Error {
  return new Error(
    "keyvault.BaseClient#CreateCertificate: Failure responding to request: StatusCode=400 -- Original Error: " +
      'autorest/azure: Service returned an error. Status=400 Code="BadParameter" Message="Property policy has invalid ' +
      `value\\r\\n${property}"`,
  );
}
