import type { GuestScriptFacts } from "../../model/guest-script/facts";
import type { ScriptOrigin } from "../../model/guest-script/read-guest-script";
import type { AzureResource } from "../resource";

/** A text that a deployment would run inside Windows. */
export interface VisibleScript {
  readonly resource: AzureResource;
  /** Property of the resource that holds the text. */
  readonly path: string;
  readonly text: string;
  readonly origin: ScriptOrigin;
  /** Set where the text itself runs outside the guest and may hand scripts to it: a deployment script. */
  readonly runsOutside?: "powershell" | "bash";
  /** Set where it need not be read: one of Azure's built-in commands, or this project's guest configuration. */
  readonly facts?: GuestScriptFacts;
  /** True where it is done again and again, so that it has the last word. */
  readonly repeats?: boolean;
}

/** A script that would run inside Windows and that the estate does not hold. */
export interface HiddenScript {
  readonly resource: AzureResource;
  readonly path: string;
  /** Why it cannot be read, as a clause: "settings.fileUris names install.ps1, which is not part of the stack". */
  readonly hidden: string;
}

export type CarriedScript = VisibleScript | HiddenScript;
