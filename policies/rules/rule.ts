import type { Estate } from "../estate/estate";
import type { AzureResource } from "../estate/resource";
import type { ResourceType } from "../estate/resource-type";
import type { ValueObject } from "../estate/value";
import type { CauseId } from "../model/causes";
import type { Settings } from "../settings/settings";

export type Level = "mandatory" | "advisory";
export type Severity = "low" | "medium" | "high" | "critical";

/** What a rule says about one resource. */
export type Verdict = Holds | Broken | Undecided;

export interface Holds {
  readonly verdict: "holds";
  readonly resource: AzureResource;
}

export interface Broken {
  readonly verdict: "broken";
  readonly resource: AzureResource;
  /** Deciding property of the resource, "securityRules[1].priority". */
  readonly path: string;
  /** The deciding value as it stands there; never a secret. Left out where the property is absent. */
  readonly value?: string;
  /** One sentence: what is the case, with names and numbers. */
  readonly fact: string;
  /** One line: what to change here. Default: the rule's own fix. */
  readonly fix?: string;
  /** Lowers this finding below the rule's own level. */
  readonly level?: "advisory";
  /** True where no resource that may still be registered could heal it, so that an update can be stopped early. */
  readonly final?: boolean;
}

export interface Undecided {
  readonly verdict: "undecided";
  readonly resource: AzureResource;
  /** Property that leaves it open. */
  readonly path: string;
  /** What stands there, where that is known and does not decide; never a secret. */
  readonly value?: string;
  /** One sentence: what cannot be said, and because of which value of which resource. */
  readonly fact: string;
  /** One line: what would settle it. */
  readonly settle: string;
}

export type Finding = Broken | Undecided;

/** A change of one property of a resource that loses nothing. */
export interface Change {
  /** Where: all but its last step must be there, and known. The step behind a list's last one appends to it. */
  readonly path: string;
  readonly value: string | boolean | readonly string[] | ValueObject;
}

/**
 * What to change on one resource, seen in an estate of its own, so that the rule holds for it; an empty list where there is nothing, or
 * where a value that is not known leaves it open. It never widens who may connect.
 */
export type Remedy = (resource: AzureResource, alone: Estate) => readonly Change[] | Promise<readonly Change[]>;

/** All that a rule may look at. No clock, no environment, no network. */
export interface Question {
  readonly estate: Estate;
  readonly settings: Settings;
}

/** One way in which infrastructure code brings a cause about. */
export interface Rule {
  /** Permanent reference; never reused. */
  readonly ref: `RDP904-${string}`;
  /** kebab-case; equals the file name and the name of the Pulumi policy. */
  readonly name: string;
  readonly cause: CauseId;
  readonly level: Level;
  readonly severity: Severity;
  /** Whole sentence: what is wrong when the rule is broken. */
  readonly description: string;
  /** What the user of RDP then sees: error, event. */
  readonly effect: string;
  /** One line: what to do. */
  readonly fix: string;
  /** Where the rule's own claim is weaker than its cause's evidence: what nobody documents, and what it follows from. */
  readonly inference?: string;
  /** What the rule cannot see, one sentence each. */
  readonly blindSpots: readonly string[];
  /** Public pages that the claim rests on. */
  readonly sources: readonly string[];
  /** Under the profile `adopt` a broken verdict is advisory. */
  readonly advisoryWhenAdopting?: boolean;
  /**
   * In an update that nobody previewed, the rule is asked as soon as a resource of one of these types is registered and
   * may stop it, where its verdict is final. Otherwise it is asked at the end.
   */
  readonly earlyAt?: readonly ResourceType[];
  /** Used only where the policy's level is set to `remediate` from outside. */
  readonly remedy?: Remedy;
  /** Judges the estate; a resource that is not judged is not the rule's business. */
  judge(question: Question): readonly Verdict[] | Promise<readonly Verdict[]>;
}

/** The level of a rule before anything is set from outside. */
export function levelUnder(profile: Settings["profile"], rule: Rule): Level {
  return profile === "adopt" && rule.advisoryWhenAdopting ? "advisory" : rule.level;
}

export function holds(resource: AzureResource): Holds {
  return { verdict: "holds", resource };
}

export function broken(resource: AzureResource, details: Omit<Broken, "verdict" | "resource">): Broken {
  return { verdict: "broken", resource, ...details };
}

export function undecided(resource: AzureResource, details: Omit<Undecided, "verdict" | "resource">): Undecided {
  return { verdict: "undecided", resource, ...details };
}
