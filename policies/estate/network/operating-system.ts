import { property, stringProperty, type AzureResource } from "../resource";
import type { Reading } from "../value";

export type OperatingSystem = "windows" | "linux";

// Publishers whose Marketplace images all run one system: https://learn.microsoft.com/azure/virtual-machines/windows/cli-ps-findimage
const publishers: Readonly<Record<string, OperatingSystem>> = {
  microsoftwindowsserver: "windows",
  microsoftwindowsdesktop: "windows",
  microsoftvisualstudio: "windows",
  microsoftsharepoint: "windows",
  microsoftbiztalkserver: "windows",
  microsoftdynamicsax: "windows",
  canonical: "linux",
  redhat: "linux",
  suse: "linux",
  debian: "linux",
  oracle: "linux",
  openlogic: "linux",
  almalinux: "linux",
  resf: "linux",
  kinvolk: "linux",
  "microsoft-aks": "linux",
  microsoftcblmariner: "linux",
};

const windowsWords = /(^|[^a-z])win([^a-z]|$)|ws20\d\d|windows/;
const linuxWords = /linux|ubuntu|rhel|sles|suse|debian|centos|oracle|fedora|alma|rocky|mariner|flatcar/;

/**
 * Tells which system a virtual machine or a scale set's model runs; never absent. `base` is "" for a virtual machine and
 * "virtualMachineProfile" for a scale set.
 */
export function operatingSystem(resource: AzureResource, base: string): Reading<OperatingSystem> {
  const at = (path: string): string => (base ? `${base}.${path}` : path);
  for (const [path, system] of [
    [at("osProfile.windowsConfiguration"), "windows"],
    [at("osProfile.linuxConfiguration"), "linux"],
  ] as const) {
    if (property(resource, path).state === "known") return { state: "known", path, value: system };
  }
  return (
    byWord(resource, at("storageProfile.osDisk.osType"), exactSystem) ??
    byWord(resource, at("storageProfile.imageReference.publisher"), (publisher) => publishers[publisher]) ??
    byWord(resource, at("storageProfile.imageReference.offer"), systemInText) ??
    byWord(resource, at("storageProfile.imageReference.sku"), systemInText) ??
    byWord(resource, at("licenseType"), (licence) => systemInText(licence.replaceAll("_", "-"))) ??
    nothingTells(resource, at)
  );
}

function byWord(
  resource: AzureResource,
  path: string,
  accept: (word: string) => OperatingSystem | undefined,
): Reading<OperatingSystem> | undefined {
  const word = stringProperty(resource, path);
  const system = word.state === "known" ? accept(word.value.trim().toLowerCase()) : undefined;
  return system && { state: "known", path, value: system };
}

function exactSystem(word: string): OperatingSystem | undefined {
  return word === "windows" || word === "linux" ? word : undefined;
}

function systemInText(text: string): OperatingSystem | undefined {
  if (linuxWords.test(text)) return "linux";
  return windowsWords.test(text) ? "windows" : undefined;
}

// The path of what is not known yet, or of what would be the plainest to set.
function nothingTells(resource: AzureResource, at: (path: string) => string): Reading<OperatingSystem> {
  const paths = [
    "storageProfile.osDisk.osType",
    "storageProfile.imageReference.publisher",
    "storageProfile.imageReference",
  ];
  const open = paths.map((path) => property(resource, at(path))).find((reading) => reading.state === "unknown");
  const path = open?.path ?? at("storageProfile.osDisk.osType");
  return { state: "unknown", path, why: `nothing tells whether ${resource.name} runs Windows` };
}
