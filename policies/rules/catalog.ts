import type { Rule } from "./rule";

/** Every rule, in the order of the refs. Policies, pages and tests derive from this list. */
export const rules: readonly Rule[] = [];
