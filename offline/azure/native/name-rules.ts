import type { ResourceType } from "../tokens";

interface NameRule {
  readonly pattern?: RegExp;
  readonly least?: number;
  readonly most?: number;
}

/** Names that Azure's published API descriptions restrict; azure-native checks them before it asks ARM. */
const rules: Readonly<Record<string, NameRule>> = {
  "keyvault:Vault": { pattern: /^[a-zA-Z0-9-]{3,24}$/ },
  "keyvault:Secret": { pattern: /^[a-zA-Z0-9-]{1,127}$/ },
  "keyvault:Key": { pattern: /^[a-zA-Z0-9-]{1,127}$/ },
  "resources:ResourceGroup": { least: 1, most: 90 },
  "storage:StorageAccount": { pattern: /^[a-z0-9]+$/, least: 3, most: 24 },
  "guestconfiguration:GuestConfigurationAssignment": { pattern: /^[^<>%&:\\?/#]*$/ },
};

/** The reasons for which azure-native refuses a name. */
export function nameFailures(type: ResourceType, parameter: string, name: string): string[] {
  const rule = rules[type.key];
  if (rule === undefined) return [];
  const failures: string[] = [];
  if (rule.least !== undefined && name.length < rule.least) {
    failures.push(`'${parameter}' is too short (${name.length}): at least ${rule.least} characters required`);
  }
  if (rule.most !== undefined && name.length > rule.most) {
    failures.push(`'${parameter}' is too long (${name.length}): at most ${rule.most} characters allowed`);
  }
  if (rule.pattern !== undefined && !rule.pattern.test(name)) {
    failures.push(`'${parameter}' does not match expression '${rule.pattern.source}'`);
  }
  return failures;
}
