import type { Rule } from "../rules/rule";
import type { ReportedVerdict } from "./message";

const mostLines = 10;

/** Counts what the rules of an analysis said. */
export class Tally {
  private readonly counts = new Map<string, Record<ReportedVerdict, number>>();

  count({ ref, name }: Rule, verdict: ReportedVerdict): void {
    const title = `${ref} ${name}`;
    const counts = this.counts.get(title) ?? { broken: 0, undecided: 0, excepted: 0 };
    counts[verdict] += 1;
    this.counts.set(title, counts);
  }

  /** True where no rule said anything. */
  get isEmpty(): boolean {
    return this.counts.size === 0;
  }

  /** At most ten lines where there are more findings than that; undefined where the findings speak for themselves. */
  summary(): string | undefined {
    const byRule = [...this.counts].map(([title, counts]) => ({ title, counts, total: total(counts) }));
    const all = byRule.reduce((sum, rule) => sum + rule.total, 0);
    if (all <= mostLines) return undefined;
    byRule.sort((a, b) => b.total - a.total || a.title.localeCompare(b.title, "en"));
    const shown = byRule.length < mostLines ? byRule : byRule.slice(0, mostLines - 2);
    const rest = byRule.slice(shown.length);
    const sum = (verdict: ReportedVerdict): number => byRule.reduce((count, { counts }) => count + counts[verdict], 0);
    return [
      `${all} findings: ${words({ broken: sum("broken"), undecided: sum("undecided"), excepted: sum("excepted") })}`,
      ...shown.map(({ title, counts }) => `${title}: ${words(counts)}`),
      ...(rest.length > 0
        ? [`${rest.length} more rules: ${rest.map(({ title }) => title.split(" ")[0]).join(", ")}`]
        : []),
    ].join("\n");
  }
}

function total({ broken, undecided, excepted }: Record<ReportedVerdict, number>): number {
  return broken + undecided + excepted;
}

function words(counts: Record<ReportedVerdict, number>): string {
  return (["broken", "undecided", "excepted"] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`)
    .join(", ");
}
