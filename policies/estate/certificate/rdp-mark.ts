import { remoteDesktopAuthentication, saysRdp } from "../../model/certificate/rdp-wording";
import { isNetworkService } from "../../model/certificate/windows-accounts";
import type { Estate } from "../estate";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import type { NotKnown } from "../value";
import { sourceName } from "./certificate-sources";
import { configurationName, configurationParameters, guestAssignments } from "./guest-assignments";
import { bindingScripts } from "./listener-scripts";
import { certificateNames, observedCertificates, type ObservedCertificate } from "./observed-certificates";

/** Whether something marks an observed certificate as the one that RDP uses. */
export type Mark =
  /** Services other than Remote Desktop run as Network Service too, so its account alone is a weak mark. */
  | { readonly state: "marked"; readonly why: string; readonly weak?: true }
  | { readonly state: "unmarked" }
  /** It may be, and this is what leaves it open. */
  | { readonly state: "unsure"; readonly reading: NotKnown };

type Signal = (estate: Estate, certificate: ObservedCertificate) => Mark;

const unmarked: Mark = { state: "unmarked" };
const marked = (why: string) => ({ state: "marked", why }) as const;

/** The tag of a machine that names its RDP certificate. */
export const certificateTag = "rdp904-certificate";

/** What may mark a certificate, the plainest first. */
const signals: readonly Signal[] = [byAccounts, byName, byTag, byGuestConfiguration, byScript];

/** Asks every signal; one that marks is enough, a strong one first, and one that cannot tell leaves the answer open. */
export function rdpMark(estate: Estate, certificate: ObservedCertificate): Mark {
  let otherwise: Mark = unmarked;
  for (const signal of signals) {
    const mark = signal(estate, certificate);
    if (mark.state === "marked" && !mark.weak) return mark;
    if (mark.state === "marked" || otherwise.state === "unmarked") otherwise = mark;
  }
  return otherwise;
}

function byAccounts(_: Estate, { accounts }: ObservedCertificate): Mark {
  if (accounts.state === "unknown") return { state: "unsure", reading: accounts };
  if (accounts.state === "absent") return unmarked;
  const named = accounts.value.some((account) => typeof account === "string" && isNetworkService(account));
  return named ? { ...marked("Network Service may read its key"), weak: true } : unmarked;
}

function byName(_: Estate, certificate: ObservedCertificate): Mark {
  const named = certificateNames(certificate).find(saysRdp);
  const saying = certificate.sources.filter(sourceSaysRdp);
  if (certificate.url.state !== "unknown") {
    if (named !== undefined) return marked(`its name is ${named}`);
    return saying.length > 0 ? marked(`${saying[0]!.name} makes it for Remote Desktop`) : unmarked;
  }
  const { sources, url } = certificate;
  if (sources.length > 0 && saying.length === sources.length) return marked(`${saying[0]!.name} makes it for RDP`);
  return sources.length > 0 && saying.length === 0 ? unmarked : { state: "unsure", reading: url };
}

const x509 = "certificatePolicy.x509CertificateProperties";

/** True where the words of the resource that makes a certificate say that it is for Remote Desktop. */
export function sourceSaysRdp(source: AzureResource): boolean {
  const texts = [sourceName(source), stringProperty(source, `${x509}.subject`)];
  const usages = listProperty(source, `${x509}.extendedKeyUsages`);
  return (
    texts.some((text) => text.state === "known" && saysRdp(text.value)) ||
    (usages.state === "known" && usages.value.includes(remoteDesktopAuthentication))
  );
}

function byTag(_: Estate, certificate: ObservedCertificate): Mark {
  for (const machine of certificate.extension.machines) {
    const tag = stringProperty(machine, `tags["${certificateTag}"]`);
    if (tag.state === "known" && names(certificate, tag.value)) return marked(`tag ${certificateTag} names it`);
  }
  return unmarked;
}

function byGuestConfiguration(estate: Estate, certificate: ObservedCertificate): Mark {
  for (const machine of certificate.extension.machines) {
    for (const assignment of guestAssignments(estate, machine).certain) {
      const name = configurationName(assignment);
      const ofRdp = name.state === "known" && saysRdp(name.value);
      const binds = configurationParameters(assignment).some(
        (parameter) => (ofRdp || saysRdp(parameter.name)) && names(certificate, parameter.value),
      );
      if (binds) return marked(`guest configuration ${assignment.name} binds it`);
    }
  }
  return unmarked;
}

// A script that sets the listener's certificate means the one it mentions, or the only one there is.
function byScript(estate: Estate, certificate: ObservedCertificate): Mark {
  for (const machine of certificate.extension.machines) {
    for (const script of bindingScripts(estate, machine)) {
      const mentioned = certificateNames(certificate).some((name) => script.text.includes(name));
      const only = observedCertificates(estate, certificate.extension).certificates.length === 1;
      if (mentioned || only) return marked(`${script.resource.name} binds it to the listener`);
    }
  }
  return unmarked;
}

function names(certificate: ObservedCertificate, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  const url = certificate.url.state === "known" ? certificate.url.value.trim().toLowerCase() : undefined;
  return wanted === url || certificateNames(certificate).some((name) => name.toLowerCase() === wanted);
}
