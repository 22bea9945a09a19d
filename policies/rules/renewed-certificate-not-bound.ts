import { booleanSetting } from "../estate/certificate/extension-settings";
import { guestAssignments, keeps, outsideAssignments } from "../estate/certificate/guest-assignments";
import { judgedDeliveries, type JudgedDelivery } from "../estate/certificate/judged-deliveries";
import { rebindScripts, type RebindScript } from "../estate/certificate/listener-rebinds";
import { extensionName, machineExtensions } from "../estate/certificate/machine-extensions";
import { certificateTitle } from "../estate/certificate/observed-certificates";
import { providedElsewhere } from "../estate/provided-elsewhere";
import type { AzureResource } from "../estate/resource";
import { linkOnRenewalPath } from "../model/certificate/extension-line";
import { broken, holds, undecided, type Question, type Rule, type Verdict } from "./rule";

/** RDP904-048. */
export const renewedCertificateNotBound: Rule = {
  ref: "RDP904-048",
  name: "renewed-certificate-not-bound",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "high",
  description: "Nothing binds a renewed RDP certificate to the listener, which selects its certificate by thumbprint.",
  effect:
    "The renewed certificate lies in the store while the listener goes on with the old one until that expires " +
    "(events 1052 and 1053 in the System log).",
  fix:
    "Assign rdp904's guest configuration Rdp904 (component RdpGuestConfiguration), or register a task on event 1001 of CertificateServicesClient-Lifecycle-System that sets SSLCertificateSHA1Hash; " +
    "where something else binds it, name the host in rdp904:providedElsewhere.certificate.",
  inference:
    "Microsoft documents that the listener's certificate is selected by its thumbprint, and a renewed certificate has " +
    "another one; that the listener therefore stays with the old certificate no source says outright.",
  blindSpots: [
    "A task that an image carries, or a certificate template of Group Policy, is seen only where the settings say so.",
    "What a package of somebody else's or a script outside the stack does is not known.",
  ],
  sources: [
    "https://learn.microsoft.com/windows/win32/termserv/win32-tsgeneralsetting",
    "https://learn.microsoft.com/troubleshoot/windows-server/remote/remote-desktop-listener-certificate-configurations",
    "https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows",
    "https://learn.microsoft.com/answers/questions/487546",
  ],
  async judge(question) {
    const verdicts = await Promise.all(
      judgedDeliveries(question)
        .filter(({ marked }) => marked)
        .map((delivery) => rebound(question, delivery)),
    );
    return oncePerResource(verdicts.flat());
  },
};

// Several extensions may serve one machine.
function oncePerResource(verdicts: readonly Verdict[]): readonly Verdict[] {
  const byResource = new Map<AzureResource, Verdict>();
  for (const verdict of verdicts) if (!byResource.has(verdict.resource)) byResource.set(verdict.resource, verdict);
  return [...byResource.values()];
}

async function rebound(question: Question, delivery: JudgedDelivery): Promise<readonly Verdict[]> {
  const { extension } = delivery.delivery;
  if (extension.machines.length === 0) {
    const assigned = outsideAssignments(question.estate, extension.outside);
    if (assigned.some((assignment) => keeps(assignment, "listener-certificate") === true)) {
      return [holds(extension.resource)];
    }
    const fact = `the machine of ${extensionName(extension)} is not in this stack, nor what binds renewed certificates there`;
    return [
      undecided(extension.resource, {
        path: "vmName",
        fact,
        settle: "name the stack of the machine in rdp904:knownResources",
      }),
    ];
  }
  return Promise.all(extension.machines.map((machine) => reboundOn(question, delivery, machine)));
}

async function reboundOn(
  { estate, settings }: Question,
  { delivery, certificates }: JudgedDelivery,
  machine: AzureResource,
): Promise<Verdict> {
  const elsewhere = providedElsewhere(settings, ["certificate", "machineConfiguration"], machine);
  if (elsewhere === true) return holds(machine);
  const { certain, possible } = guestAssignments(estate, machine);
  const answers = certain.map((assignment) => ({ assignment, answer: keeps(assignment, "listener-certificate") }));
  const scripts = await rebindScripts(estate, machine);
  if (answers.some(({ answer }) => answer === true) || scripts.some(rebinds)) return holds(machine);
  for (const { assignment, answer } of answers) {
    if (typeof answer !== "boolean")
      return open(machine, assignment, answer.path, `${assignment.name} may: ${answer.why}`);
  }
  const perhaps = possible.find(({ resource }) => keeps(resource, "listener-certificate") !== false);
  if (perhaps)
    return open(
      machine,
      perhaps.resource,
      perhaps.reading.path,
      `${perhaps.resource.name} may: ${perhaps.reading.why}`,
    );
  for (const script of scripts) {
    const why = doubt(script);
    if (why !== undefined) return open(machine, script.resource, script.path, `${script.resource.name} may: ${why}`);
  }
  const list = machineExtensions(estate).openLists.get(machine.urn);
  if (list) return open(machine, list.resource, list.reading.path, `an extension may: ${list.reading.why}`);
  if (elsewhere === undefined)
    return open(machine, machine, "tags", "providedElsewhere asks for a tag that is not known yet");
  const titles = certificates.map(certificateTitle).join(", ");
  const once = scripts.find((script) => "read" in script && script.read.namesListener);
  const vain = scripts.find((script) => "read" in script && script.read.inVain !== undefined);
  const fact = vain
    ? `${vain.resource.name} registers a task that does not bind ${titles} after a renewal: ${"read" in vain ? vain.read.inVain : ""}`
    : once
      ? `${once.resource.name} deals with the listener's certificate when it runs, and nothing runs after a renewal of ${titles}`
      : `nothing binds ${titles} to the RDP listener of ${machine.name} after a renewal`;
  const link = booleanSetting(delivery.extension, linkOnRenewalPath);
  const iis = link.state === "known" && link.value ? "; linkOnRenewal is documented for IIS and S-channel only" : "";
  return broken(machine, { path: "", fact: `${fact}${iis}` });
}

function rebinds(script: RebindScript): boolean {
  return "read" in script && script.read.rebinds;
}

function doubt(script: RebindScript): string | undefined {
  return "hidden" in script ? script.hidden : script.read.unread;
}

// The finding stands on the machine, so a path on another resource would mislead.
function open(machine: AzureResource, at: AzureResource, path: string, why: string): Verdict {
  return undecided(machine, {
    path: at === machine ? path : "",
    fact: `whether anything binds a renewed certificate to the RDP listener of ${machine.name} is not known: ${why}`,
    settle: "assign rdp904's guest configuration, or name the host in rdp904:providedElsewhere.certificate",
  });
}
