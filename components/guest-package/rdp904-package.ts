import { readGuestModule } from "./guest-files";
import { buildGuestPackage, type GuestPackage, type GuestPackageSource } from "./package-zip";

const name = "Rdp904";
const version = "1.1.0";
const inModule = { moduleName: name, moduleVersion: version };

/** Keeps the access control of the RDP listener's own key, and binds the newest certificate for RDP to the listener. */
export function rdp904Source(): GuestPackageSource {
  return {
    configurationName: name,
    version,
    modules: [readGuestModule(name)],
    resources: [
      {
        className: "Rdp904MachineKeys",
        instanceName: "RdpListener",
        ...inModule,
        properties: { KeyContainer: "TSSecKeySet1" },
      },
      {
        className: "Rdp904ListenerCertificate",
        instanceName: "RdpListener",
        ...inModule,
        // Subject is empty for the newest certificate that is for Remote Desktop Authentication; an assignment may set it.
        properties: { TerminalName: "RDP-Tcp", Subject: "" },
      },
    ],
  };
}

/** The package that RdpHost assigns. Its hash is pinned in policies/model/guest-packages.ts. */
export function buildRdp904Package(): GuestPackage {
  return buildGuestPackage(rdp904Source());
}
