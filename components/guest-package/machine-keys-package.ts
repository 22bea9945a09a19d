import { readGuestModule } from "./guest-files";
import { buildGuestPackage, type GuestPackage, type GuestPackageSource } from "./package-zip";

const name = "Rdp904MachineKeys";
const version = "1.0.0";

/** Keeps the access control of the folder for machine keys and of the RDP listener's own key. */
export function machineKeysSource(): GuestPackageSource {
  return {
    configurationName: name,
    version,
    modules: [readGuestModule(name)],
    resources: [
      {
        className: "Rdp904MachineKeys",
        instanceName: "RdpListener",
        moduleName: name,
        moduleVersion: version,
        properties: { KeyContainer: "TSSecKeySet1" },
      },
    ],
  };
}

/** The package that RdpHost assigns. Its hash is pinned in policies/model/guest-packages.ts. */
export function buildMachineKeysPackage(): GuestPackage {
  return buildGuestPackage(machineKeysSource());
}
