import { causes } from "../model/causes";
import type { Broken, Finding, Rule } from "../rules/rule";
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
  const symptom = causes[rule.cause].symptom;
  const lines = [`${rule.ref} ${lead}${oneLine(finding.fact)}`];
  if (finding.verdict === "broken") {
    lines.push(`at:   ${placeOf(finding)}`);
    lines.push(`seen: ${symptom === "exposure" ? "exposure" : `RDP error ${symptom}`}. ${rule.effect}`);
    lines.push(`fix:  ${oneLine(finding.fix ?? rule.fix)}`);
  } else {
    lines.push(`at:   ${finding.path || wholeResource} (not known)`);
    lines.push(`settle: ${oneLine(finding.settle)}`);
  }
  if (exception) lines.push(`exception: ${exceptionLine(exception)}`);
  lines.push(`page: ${pagePath(rule)}`);
  return lines.join("\n");
}

function exceptionLine({ exception: { owner, expires, reason }, inForce }: AppliedException): string {
  return oneLine(`${inForce ? "until" : "expired on"} ${expires}, ${owner}: ${reason}`);
}

// What is missing altogether stands at no property.
const wholeResource = "the resource as a whole";

function placeOf({ path, value }: Broken): string {
  if (path === "") return wholeResource;
  return value === undefined ? `${path} (not set)` : `${path} = ${shortened(value)}`;
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
