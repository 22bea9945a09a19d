import { property } from "../estate/resource";
import { firstUnknown } from "../estate/value";
import { causes, type Symptom } from "../model/causes";
import type { Finding, Rule } from "../rules/rule";
import type { AppliedException } from "./exception-book";

const longestValue = 100;

/** Where the page about a rule lies in the package. */
export function pagePath(rule: Rule): string {
  return `policies/docs/${rule.name}.md`;
}

/** What is told beside the finding itself. */
export interface Telling {
  readonly alreadyCreated: boolean;
  readonly exception?: AppliedException | undefined;
}

/** What a finding says: fact; path and value; what the user will see; fix; exception; page. At most six lines. */
export function messageOf(rule: Rule, finding: Finding, { alreadyCreated, exception }: Telling): string {
  const lead = [
    exception?.inForce ? "excepted: " : "",
    finding.verdict === "undecided" ? "undecided: " : alreadyCreated ? "already created: " : "",
  ].join("");
  const lines = [`${rule.ref} ${lead}${oneLine(finding.fact)}`, `at:   ${placeOf(finding)}`];
  if (finding.verdict === "broken") {
    lines.push(`seen: ${symptomLead[causes[rule.cause].symptom]}${rule.effect}`);
    lines.push(`fix:  ${oneLine(finding.fix ?? rule.fix)}`);
  } else {
    lines.push(`settle: ${oneLine(finding.settle)}`);
  }
  if (exception) lines.push(`exception: ${exceptionLine(exception)}`);
  lines.push(`page: ${pagePath(rule)}`);
  return lines.join("\n");
}

function exceptionLine({ exception: { owner, expires, reason }, inForce }: AppliedException): string {
  return oneLine(`${inForce ? "until" : "expired on"} ${expires}, ${owner}: ${reason}`);
}

const symptomLead: Readonly<Record<Symptom, string>> = {
  "0x904": "RDP error 0x904. ",
  "0x204": "RDP error 0x204. ",
  exposure: "exposure. ",
  recovery: "",
};

// What is missing altogether stands at no property.
const wholeResource = "the resource as a whole";

function placeOf({ resource, path, value }: Finding): string {
  if (path === "") return wholeResource;
  if (value !== undefined) return `${path} = ${shortened(value)}`;
  const reading = property(resource, path);
  if (reading.state === "absent") return `${path} (not set)`;
  const isKnown = reading.state === "known" && firstUnknown(reading.value) === undefined;
  return isKnown ? path : `${path} (not known)`;
}

/** What a finding came to: an excepted one is accepted for a while, whatever its verdict was. */
export type ReportedVerdict = "broken" | "undecided" | "excepted";

/** Reads ref, verdict and path back from a message, for tools and tests that see only what the engine prints. */
export function parseMessage(message: string): { ref: string; verdict: ReportedVerdict; path: string } | undefined {
  const head = /^(RDP904-\d{3}) (?:(excepted|undecided): )?/m.exec(message);
  const at = /^at: {3}(.*?)(?: = .*| \(not set\)| \(not known\))?$/m.exec(message);
  if (!head || !at) return undefined;
  const verdict = (head[2] as "excepted" | "undecided" | undefined) ?? "broken";
  return { ref: head[1]!, verdict, path: at[1] === wholeResource ? "" : at[1]! };
}

function shortened(value: string): string {
  const line = oneLine(value);
  return line.length > longestValue ? `${line.slice(0, longestValue - 3)}...` : line;
}

// A fact may quote names that a program chose; they must not break the lines of a message.
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
}
