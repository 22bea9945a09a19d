import { rdpSources, type RdpSource } from "../../estate/certificate/rdp-sources";
import type { AzureResource } from "../../estate/resource";
import { undecided, type Question, type Verdict } from "../rule";
import { atMostAdvisory } from "./delivery-verdicts";

/**
 * Judges every resource that makes a certificate for RDP. Where one of several makes it and they are judged differently,
 * the answer is open.
 */
export function sourceVerdicts(
  question: Question,
  judge: (source: AzureResource, of: RdpSource) => readonly Verdict[],
): readonly Verdict[] {
  return rdpSources(question).flatMap((of) => {
    const verdicts = settled(
      of,
      of.candidates.map((source) => judge(source, of)),
    );
    return of.certain ? verdicts : verdicts.flatMap(atMostAdvisory);
  });
}

function settled({ candidates, observers }: RdpSource, answers: readonly (readonly Verdict[])[]): readonly Verdict[] {
  const isBroken = (verdicts: readonly Verdict[]): boolean => verdicts.some(({ verdict }) => verdict === "broken");
  if (answers.length === 1 || answers.every(isBroken) || !answers.some(isBroken)) return answers.flat();
  const names = candidates.map(({ name }) => `"${name}"`).join(" or ");
  const wrong = answers.flat().find(({ verdict }) => verdict === "broken");
  const [observer] = observers;
  if (wrong?.verdict !== "broken" || !observer) return answers.flat();
  return [
    undecided(observer.extension.resource, {
      path: observer.url.path,
      fact: `whether ${observer.path} means the certificate ${names} is not known, and of one of them: ${wrong.fact}`,
      settle: "write the URL with the names of vault and certificate as plain text",
    }),
  ];
}
