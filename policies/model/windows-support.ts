import { releaseTitle, semiAnnualVersion, windowsRelease, type ImageName } from "./windows-release";

/** A Windows that gets no more updates, also none of those that Azure extends without charge. */
export interface EndedSupport {
  /** "Windows Server 2012 R2". */
  readonly title: string;
  /** Day of the last update in Azure, "2026-10-13". */
  readonly endedOn: string;
  /** False where TLS 1.2 is off unless somebody switches it on. */
  readonly hasTls12: boolean;
  readonly source: string;
}

/**
 * Support that had ended on this day is listed; rules know no clock, so a release that ends later takes a newer list.
 */
export const supportListedOn = "2026-11-21";

const lifecycle = "https://learn.microsoft.com/lifecycle/products";
const windows10 = `${lifecycle}/windows-10-enterprise-and-education`;
const windows11 = `${lifecycle}/windows-11-enterprise-and-education`;

const of2008 = { endedOn: "2024-01-09", hasTls12: false };
const of2012 = { endedOn: "2026-10-13", hasTls12: true };

// Long-term releases. Azure extends updates: https://learn.microsoft.com/windows-server/get-started/extended-security-updates-overview
const servers: readonly EndedSupport[] = [
  { title: "Windows Server 2008", ...of2008, source: `${lifecycle}/windows-server-2008` },
  { title: "Windows Server 2008 R2", ...of2008, source: `${lifecycle}/windows-server-2008-r2` },
  { title: "Windows Server 2012", ...of2012, source: `${lifecycle}/windows-server-2012` },
  { title: "Windows Server 2012 R2", ...of2012, source: `${lifecycle}/windows-server-2012-r2` },
];

const lastSemiAnnual = { endedOn: "2022-08-09", hasTls12: true, source: `${lifecycle}/windows-server` };

// SKUs begin with the release: "win10-21h2-ent-g2", "rs5-enterprise", "20h1-ent", "win7-enterprise".
const clients: readonly (EndedSupport & { readonly sku: RegExp })[] = [
  {
    sku: /^win7/,
    title: "Windows 7",
    endedOn: "2023-01-10",
    hasTls12: false,
    source: `${lifecycle}/windows-7`,
  },
  { sku: /^win8/, title: "Windows 8.1", endedOn: "2023-01-10", hasTls12: true, source: `${lifecycle}/windows-81` },
  {
    sku: /^(?:win10-)?(?:rs\d|19h[12]|20h[12]|21h[12])(?!.*ltsc)/,
    title: "Windows 10 before version 22H2",
    endedOn: "2024-06-11",
    hasTls12: true,
    source: windows10,
  },
  { sku: /^win11-21h2/, title: "Windows 11 version 21H2", endedOn: "2024-10-08", hasTls12: true, source: windows11 },
  { sku: /^win11-22h2/, title: "Windows 11 version 22H2", endedOn: "2025-10-14", hasTls12: true, source: windows11 },
  { sku: /^win11-23h2/, title: "Windows 11 version 23H2", endedOn: "2026-11-10", hasTls12: true, source: windows11 },
];

/** Every release that is listed. */
export const endedReleases: readonly EndedSupport[] = [
  ...servers,
  { title: "a semi-annual release of Windows Server", ...lastSemiAnnual },
  ...clients,
];

/** The end of support of the Windows in an image; undefined where it is supported, or where the image does not tell. */
export function endedSupport(image: ImageName): EndedSupport | undefined {
  const semiAnnual = semiAnnualVersion(image);
  if (semiAnnual !== undefined)
    return { title: `Windows Server version ${semiAnnual.toUpperCase()}`, ...lastSemiAnnual };
  const release = windowsRelease(image);
  if (release?.kind === "server") return servers.find(({ title }) => title === releaseTitle(release));
  if (image.publisher?.trim().toLowerCase() !== "microsoftwindowsdesktop") return undefined;
  const sku = image.sku?.trim().toLowerCase() ?? "";
  return clients.find((client) => client.sku.test(sku));
}
