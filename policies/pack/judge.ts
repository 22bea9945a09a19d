import type { Broken, Finding, Question, Rule, Undecided } from "../rules/rule";

/** A rule that threw; never the user's fault, and never a reason to end the analysis. */
export interface InternalError {
  readonly verdict: "internal-error";
  readonly message: string;
}

/** Asks a rule and keeps what is worth telling. */
export async function judge(rule: Rule, question: Question): Promise<readonly (Finding | InternalError)[]> {
  try {
    const verdicts = await rule.judge(question);
    return verdicts.filter((verdict): verdict is Broken | Undecided => verdict.verdict !== "holds");
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ verdict: "internal-error", message: `internal error in ${rule.ref}: ${message}` }];
  }
}
