import type { FirewallProfile } from "../facts";
import { asText, flatten, type ScriptValue } from "../reading/value";

export const allProfiles: readonly FirewallProfile[] = ["domain", "private", "public"];

/** Profiles, or why they are not known. */
export type Profiles = { readonly known: readonly FirewallProfile[] } | { readonly why: string };

/** The profiles that a value names: "Domain,Private", "Any", objects of Get-NetFirewallProfile; all where it is absent. */
export function profilesOf(value: ScriptValue | undefined): Profiles {
  if (!value) return { known: allProfiles };
  const known = new Set<FirewallProfile>();
  for (const item of flatten([value])) {
    const written = asText(nameOf(item));
    if (written.is === "open") return { why: written.why };
    for (const word of written.text.toLowerCase().split(/[\s,]+/)) {
      const name = word.replace(/profiles?$/, "");
      if (/^(any|all|\*|)$/.test(name)) allProfiles.forEach((profile) => known.add(profile));
      // The registry's name for what networks were before there were private ones.
      else if (name === "standard") known.add("private");
      else {
        const profile = allProfiles.find((one) => one === name);
        if (!profile) return { why: `what the profile ${/^\w{1,20}$/.test(name) ? name : "is"} means is not known` };
        known.add(profile);
      }
    }
  }
  return { known: [...known] };
}

function nameOf(value: ScriptValue): ScriptValue {
  const table = value.is === "instance" && value.type === "firewallprofile" ? value.arguments[0] : undefined;
  return (table?.is === "table" ? table.entries.get("name") : undefined) ?? value;
}
