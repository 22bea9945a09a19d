import { readGuestModule } from "./guest-files";
import type { DscResourceInstance, MofValue } from "./mof";
import { buildGuestPackage, type GuestPackage, type GuestPackageSource } from "./package-zip";

const name = "Rdp904";
const version = "1.2.0";

const services = ["TermService", "UmRdpService", "SessionEnv", "CertPropSvc", "KeyIso", "CryptSvc"];

/** What RDP needs inside Windows. Parameters of an assignment may set the properties of RdpListener. */
export function rdp904Source(): GuestPackageSource {
  return {
    configurationName: name,
    version,
    modules: [readGuestModule(name)],
    resources: [
      instance("Rdp904MachineKeys", { KeyContainer: "TSSecKeySet1" }),
      instance("Rdp904Tls", { Protocol: "TLS 1.2" }),
      ...services.map((service) => instance("Rdp904Service", { ServiceName: service }, service)),
      // PortNumber is empty for a port that stays as it is.
      instance("Rdp904ListenerSettings", { TerminalName: "RDP-Tcp", PortNumber: "" }),
      // Subject is empty for the newest certificate that is for Remote Desktop Authentication.
      instance("Rdp904ListenerCertificate", { TerminalName: "RDP-Tcp", Subject: "" }),
      // After the listener, whose port it opens.
      instance("Rdp904Firewall", { TerminalName: "RDP-Tcp", Shadowing: "No", WebSocket: "No" }),
    ],
  };
}

function instance(
  className: string,
  properties: Readonly<Record<string, MofValue>>,
  instanceName = "RdpListener",
): DscResourceInstance {
  return { className, instanceName, moduleName: name, moduleVersion: version, properties };
}

/** The package that RdpHost assigns. Its hash is pinned in policies/model/guest-packages.ts. */
export function buildRdp904Package(): GuestPackage {
  return buildGuestPackage(rdp904Source());
}
