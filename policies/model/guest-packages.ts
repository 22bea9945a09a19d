/** What a guest package of this project keeps as it should be. */
export type GuestDuty = "machine-keys" | "listener-certificate";

/** A released Machine Configuration package of this project. A package that is not listed here cannot be looked into. */
export interface KnownGuestPackage {
  /** Name of the configuration and of its assignments. */
  readonly configurationName: string;
  readonly version: string;
  /** SHA-256 of the zip in upper-case hexadecimal. */
  readonly contentHash: string;
  readonly keeps: readonly GuestDuty[];
}

/** Oldest first. A release stays listed, because hosts that run it are kept. */
export const guestPackages: readonly KnownGuestPackage[] = [
  {
    configurationName: "Rdp904",
    version: "1.1.0",
    contentHash: "A52E73AF3B7BACC9BC5B18762A0F3746C982B0D752A18C85DE840657A4775497",
    keeps: ["machine-keys", "listener-certificate"],
  },
];
