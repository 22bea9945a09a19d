import type { Policies } from "@pulumi/policy";
import { parseMessage } from "../pack/message";

/**
 * What a policy came to over a stack: `undecided` where it read a value that is not known yet, which ends it and makes even a
 * mandatory policy an advisory; `not applicable` where it said so every time that it was asked.
 */
export type PolicyVerdict = "holds" | "broken" | "undecided" | "not applicable";

interface Said {
  readonly policyName: string;
}

/** The verdict of each policy that was asked, by its name. */
export function verdictsOf(
  policies: Policies,
  {
    diagnostics,
    notApplicable,
    registrations,
  }: {
    readonly diagnostics: readonly (Said & { readonly message: string })[];
    readonly notApplicable: readonly Said[];
    /** How many resources were registered. */
    readonly registrations: number;
  },
): Readonly<Record<string, PolicyVerdict>> {
  return Object.fromEntries(
    policies
      .filter(({ enforcementLevel }) => enforcementLevel !== "disabled")
      .map((policy): [string, PolicyVerdict] => {
        const said = diagnostics.filter(({ policyName }) => policyName === policy.name);
        if (said.some(({ message }) => !isUndecided(message))) return [policy.name, "broken"];
        if (said.length > 0) return [policy.name, "undecided"];
        const asked = ("validateResource" in policy ? registrations : 0) + ("validateStack" in policy ? 1 : 0);
        const declined = notApplicable.filter(({ policyName }) => policyName === policy.name).length;
        return [policy.name, declined > 0 && declined >= asked ? "not applicable" : "holds"];
      }),
  );
}

// The SDK's words for a policy that read an unknown value, and those of this pack.
function isUndecided(message: string): boolean {
  return (
    /^can't run policy '.*' from policy pack '.*' during preview: /.test(message) ||
    parseMessage(message)?.verdict === "undecided"
  );
}
