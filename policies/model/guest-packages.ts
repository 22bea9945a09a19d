/** What a guest package of this project keeps as it should be. */
export type GuestDuty = "machine-keys" | "tls" | "services" | "listener-settings" | "listener-certificate" | "firewall";

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
  {
    configurationName: "Rdp904",
    version: "1.2.0",
    contentHash: "9CDC159C91D3F6883B6AC9FE12E7A7355BB3577BC1B7561FC98B1CAAE32519CD",
    keeps: ["machine-keys", "tls", "services", "listener-settings", "listener-certificate", "firewall"],
  },
];

/** Parameters that an assignment may give a package of this project. Values are text. */
export const guestParameters = {
  /** Which certificate is bound: a common name or DNS name. */
  certificateSubject: "[Rdp904ListenerCertificate]RdpListener;Subject",
  /** Port of the listener; without it the port stays as it is. */
  listenerPort: "[Rdp904ListenerSettings]RdpListener;PortNumber",
  /** Whether Windows Firewall lets others watch a session: Yes or No. */
  shadowing: "[Rdp904Firewall]RdpListener;Shadowing",
  /** Whether Windows Firewall lets clients come by WebSocket: Yes or No. */
  webSocket: "[Rdp904Firewall]RdpListener;WebSocket",
} as const;
