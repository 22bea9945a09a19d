import { windowsRelease, type ImageName } from "./windows-release";

/** How many connections at once a Windows is meant to take. */
export interface ConnectionNeed {
  /** A lower limit keeps people out who should get in. */
  readonly least: number;
  /** What it is, for a sentence. */
  readonly title: string;
}

/**
 * What a Windows can be meant for, from the least to the most: a client lets one in, a server two to administer it, a
 * client with multi-session more.
 * https://learn.microsoft.com/windows/win32/api/versionhelpers/nf-versionhelpers-isactivesessioncountlimited
 */
export const connectionNeeds = {
  client: { least: 1, title: "a Windows client lets one person in" },
  server: { least: 2, title: "Windows Server lets two in to administer it" },
  multiSession: { least: 3, title: "Windows multi-session is there for many at once" },
} as const satisfies Record<string, ConnectionNeed>;

// "win11-24h2-avd-m365", "20h2-evd": images for Azure Virtual Desktop.
const multiSession = /(?:^|[^a-z])(?:avd|evd|multi-?session)(?![a-z])/i;

/** The need of a Marketplace image; undefined where its name does not tell. */
export function connectionNeed(image: ImageName): ConnectionNeed | undefined {
  const publisher = image.publisher?.trim().toLowerCase();
  if (publisher === "microsoftwindowsserver") return connectionNeeds.server;
  const release = windowsRelease(image);
  if (release?.kind === "server") return connectionNeeds.server;
  if (release === undefined || image.sku === undefined) return undefined;
  return multiSession.test(image.sku) ? connectionNeeds.multiSession : connectionNeeds.client;
}
