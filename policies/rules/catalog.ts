import { certificateNotDelivered } from "./certificate-not-delivered";
import { keyNotGrantedToNetworkService } from "./key-not-granted-to-network-service";
import { machineKeysUnmanaged } from "./machine-keys-unmanaged";
import { vaultAccessMissing } from "./vault-access-missing";
import type { Rule } from "./rule";

/** Every rule, in the order of the refs. Policies, pages and tests derive from this list. */
export const rules: readonly Rule[] = [
  certificateNotDelivered,
  keyNotGrantedToNetworkService,
  vaultAccessMissing,
  machineKeysUnmanaged,
];
