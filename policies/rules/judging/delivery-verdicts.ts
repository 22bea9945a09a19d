import { judgedDeliveries, type JudgedDelivery } from "../../estate/certificate/judged-deliveries";
import type { ObservedCertificate } from "../../estate/certificate/observed-certificates";
import type { Question, Verdict } from "../rule";

/** Judges every delivery of a certificate for RDP. Where nothing marks one as RDP's, what is found is advisory at most. */
export function deliveryVerdicts(
  question: Question,
  judge: (delivery: JudgedDelivery) => readonly Verdict[],
): readonly Verdict[] {
  return judgedDeliveries(question).flatMap((delivery) => {
    const verdicts = judge(delivery);
    return delivery.marked ? verdicts : verdicts.flatMap(atMostAdvisory);
  });
}

/** Judges every certificate that a delivery brings for RDP, or may. Where its settings are not known, RDP904-043 says so. */
export function certificateVerdicts(
  question: Question,
  judge: (certificate: ObservedCertificate) => Verdict,
): readonly Verdict[] {
  return deliveryVerdicts(question, ({ delivery, certificates }) =>
    delivery.unreadable ? [] : certificates.map(judge),
  );
}

/** Lowers a verdict about a certificate that may be somebody else's; what cannot be known of it is nobody's business. */
export function atMostAdvisory(verdict: Verdict): readonly Verdict[] {
  if (verdict.verdict === "undecided") return [];
  return verdict.verdict === "broken" ? [{ ...verdict, level: "advisory", final: false }] : [verdict];
}
