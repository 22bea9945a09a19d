import type { ReportedFinding } from "../policies/pack/reported-finding";

export interface ExpectedFinding {
  readonly ref: string;
  readonly resource: string;
  readonly path: string;
}

/** Compares exact sets of findings; says each that is missing and each that is too many. */
export function deviationsFrom(
  expected: readonly ExpectedFinding[],
  reported: readonly ReportedFinding[],
): readonly string[] {
  const word = ({ ref, resource, path }: ExpectedFinding): string => `${ref} on ${resource} at ${path}`;
  const wanted = new Set(expected.map(word));
  const found = reported.map((finding) => (finding.verdict === "broken" ? "" : "undecided ") + word(finding));
  return [
    ...[...wanted].filter((one) => !found.includes(one)).map((one) => `missing: ${one}`),
    ...found.filter((one) => !wanted.has(one)).map((one) => `not expected: ${one}`),
  ];
}
