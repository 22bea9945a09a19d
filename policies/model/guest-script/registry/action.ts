import type { RegistryData } from "../facts";
import type { OpenValue, ScriptValue, TextValue } from "../reading/value";
import type { KeyUse } from "./keys";

/** The name of a value, or why it is not known. */
export type ValueName = TextValue | OpenValue;

/** One thing that a call does to the registry. */
export type RegistryAction =
  | { readonly does: "set"; readonly key: KeyUse; readonly name: ValueName; readonly data: RegistryData }
  | { readonly does: "remove-value"; readonly key: KeyUse; readonly name: ValueName }
  | { readonly does: "remove-values"; readonly key: KeyUse }
  | { readonly does: "remove-key"; readonly key: KeyUse }
  /** A key is made anew, without what was in it. */
  | { readonly does: "remove-contents"; readonly key: KeyUse }
  /** Somebody that is not looked into gets these texts; matters where they name keys. */
  | { readonly does: "hand-over"; readonly values: readonly ScriptValue[]; readonly why: string }
  /** Changes the registry in a way that nothing in the script tells; matters beside keys of a topic. */
  | { readonly does: "hide"; readonly why: string };
