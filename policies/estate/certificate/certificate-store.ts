import type { StorePart as Part } from "../../model/certificate/listener-store";
import type { Reading } from "../value";
import { settingOf, stringSetting } from "./extension-settings";
import type { ObservedCertificate } from "./observed-certificates";

/** One half of the store that a certificate is put into, and where it is said; absent means the default, LocalMachine and MY. */
export interface StorePart {
  readonly part: Part;
  readonly reading: Reading<string>;
}

const properties: readonly (readonly [Part, string])[] = [
  ["location", "certificateStoreLocation"],
  ["name", "certificateStoreName"],
];

/** Where an extension puts a certificate. The 1.x line, which lists plain URLs, says it once for all of them. */
export function storeOf({ extension, entry }: ObservedCertificate): readonly StorePart[] {
  const plainUrl = typeof knownValue(settingOf(extension, entry)) === "string";
  return properties.map(([part, property]) => ({
    part,
    reading: stringSetting(extension, `${plainUrl ? "secretsManagementSettings" : entry}.${property}`),
  }));
}

function knownValue<T>(reading: Reading<T>): T | undefined {
  return reading.state === "known" ? reading.value : undefined;
}
