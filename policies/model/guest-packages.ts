/** What a guest package of this project keeps as it should be. */
export type GuestDuty = "machine-keys";

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
    configurationName: "Rdp904MachineKeys",
    version: "1.0.0",
    contentHash: "236CC1EB760ED181AFB7A54BB05D7F0A510026B6923B71A60A328D542BE0CD80",
    keeps: ["machine-keys"],
  },
];
