import { extensionLines } from "../../model/certificate/extension-line";
import {
  defaultExtendedKeyUsages,
  isSelfIssued,
  serverAuthentication,
  staysInVault,
  usableForRdp,
  usableInHandshake,
} from "../../model/certificate/rdp-fitness";
import { booleanProperty, listProperty, stringProperty, type AzureResource } from "../resource";
import type { Reading, Value } from "../value";
import { originOf, policyPaths, sourceTitle } from "./certificate-policy";
import { lineOf } from "./key-vault-extensions";
import { extensionName } from "./machine-extensions";
import type { ObservedCertificate } from "./observed-certificates";

/** Something that keeps the RDP listener from using a vault certificate, or may. */
export type Unfitness =
  | {
      readonly state: "unfit";
      readonly path: string;
      readonly value?: string;
      readonly fact: string;
      readonly fix: string;
    }
  | { readonly state: "open"; readonly path: string; readonly fact: string; readonly settle: string };

/** What makes a certificate unfit for RDP. Of one that is imported only the policy is seen, not the certificate itself. */
export function unfitness(source: AzureResource, observers: readonly ObservedCertificate[]): readonly Unfitness[] {
  const origin = originOf(source);
  if (origin === "stored") return [];
  const ofKey = [...keyThatStays(source), ...keyType(source)];
  if (origin === "imported") return ofKey;
  return oncePerOpenPath([...ofKey, ...purpose(source), ...handshake(source), ...chain(source, observers)]);
}

// Where a whole policy is not known, each of its parts is not.
function oncePerOpenPath(found: readonly Unfitness[]): readonly Unfitness[] {
  return found.filter(
    (one, at) =>
      one.state !== "open" || found.findIndex(({ state, path }) => state === "open" && path === one.path) === at,
  );
}

const exportFix = "Set exportable to true, with a keyType of RSA or EC.";

function keyThatStays(source: AzureResource): readonly Unfitness[] {
  const exportable = booleanProperty(source, policyPaths.exportable);
  if (exportable.state === "unknown") return [open(source, exportable, "whether its key leaves the vault")];
  if (exportable.state === "absent" || exportable.value) return [];
  const fact = `the key of ${sourceTitle(source)} is not exportable, so hosts get the certificate without it`;
  return [{ state: "unfit", path: exportable.path, value: "false", fact, fix: exportFix }];
}

function keyType(source: AzureResource): readonly Unfitness[] {
  const type = stringProperty(source, policyPaths.keyType);
  if (type.state !== "known" || !staysInVault(type.value)) return [];
  const fact = `the key of ${sourceTitle(source)} is of the type ${type.value}, which never leaves the vault`;
  return [{ state: "unfit", path: type.path, value: type.value, fact, fix: exportFix }];
}

function purpose(source: AzureResource): readonly Unfitness[] {
  const usages = listProperty(source, policyPaths.extendedKeyUsages);
  const { texts, unknown } = textsOf(usages);
  const usable = usages.state === "absent" || usableForRdp(texts);
  if (usable === true && (texts.length > 0 || !unknown)) return [];
  if (unknown) return [open(source, unknown, "whether it is for RDP")];
  const title = sourceTitle(source);
  const value = texts.join(", ");
  const fix = "Add 1.3.6.1.4.1.311.54.1.2, Remote Desktop Authentication.";
  if (usable === undefined) {
    const fact = `whether the listener takes ${title}, which is for any purpose, is documented nowhere`;
    return [{ state: "open", path: policyPaths.extendedKeyUsages, fact, settle: "name Remote Desktop Authentication" }];
  }
  const fact = `${title} is neither for Remote Desktop Authentication nor for Server Authentication`;
  return [{ state: "unfit", path: policyPaths.extendedKeyUsages, value, fact, fix }];
}

function handshake(source: AzureResource): readonly Unfitness[] {
  const usages = listProperty(source, policyPaths.keyUsages);
  const type = stringProperty(source, policyPaths.keyType);
  const { texts, unknown } = textsOf(usages);
  if (usages.state === "absent") return [];
  if (usableInHandshake(type.state === "known" ? type.value : undefined, texts) && (texts.length > 0 || !unknown)) {
    return [];
  }
  if (unknown) return [open(source, unknown, "whether its key can be used in a handshake")];
  const fact = `the key of ${sourceTitle(source)} may be used for ${texts.join(", ")} only, which no TLS handshake is made of`;
  const fix = "Set keyUsages to digitalSignature and keyEncipherment.";
  return [{ state: "unfit", path: policyPaths.keyUsages, value: texts.join(", "), fact, fix }];
}

function chain(source: AzureResource, observers: readonly ObservedCertificate[]): readonly Unfitness[] {
  const strict = observers.find(({ extension }) => {
    const line = lineOf(extension);
    return line.state === "known" && extensionLines[line.value].checksServerChain;
  });
  const issuer = stringProperty(source, policyPaths.issuer);
  if (!strict || issuer.state !== "known" || !isSelfIssued(issuer.value)) return [];
  const usages = listProperty(source, policyPaths.extendedKeyUsages);
  const { texts, unknown } = textsOf(usages);
  const effective = usages.state === "absent" ? defaultExtendedKeyUsages : texts;
  const path = policyPaths.extendedKeyUsages;
  if (!effective.includes(serverAuthentication)) {
    return unknown ? [open(source, unknown, `whether ${extensionName(strict.extension)} checks its chain`)] : [];
  }
  const by = usages.state === "absent" ? ", as by default," : "";
  const fact =
    `${sourceTitle(source)} is self-issued and${by} for Server Authentication, so ${extensionName(strict.extension)}, ` +
    "of the line 4.x, does not install it: its chain ends at no root that the host trusts";
  const fix = "Name Remote Desktop Authentication (1.3.6.1.4.1.311.54.1.2) as the only extended key usage.";
  return [{ state: "unfit", path, ...(texts.length > 0 && { value: texts.join(", ") }), fact, fix }];
}

function textsOf(list: Reading<Value[]>): {
  texts: readonly string[];
  unknown: { path: string; why: string } | undefined;
} {
  if (list.state !== "known") return { texts: [], unknown: list.state === "unknown" ? list : undefined };
  const at = list.value.findIndex((item) => typeof item !== "string");
  const path = `${list.path}[${at}]`;
  return {
    texts: list.value.filter((item) => typeof item === "string").map((item) => item.trim()),
    unknown: at < 0 ? undefined : { path, why: `${path} is not known yet` },
  };
}

function open(source: AzureResource, reading: { path: string; why: string }, what: string): Unfitness {
  const fact = `of ${sourceTitle(source)} it is not known ${what}: ${reading.why}`;
  return { state: "open", path: reading.path, fact, settle: `make ${reading.path} known` };
}
