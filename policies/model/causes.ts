/** What the person in front of the RDP client sees. */
export type Symptom = "0x904" | "0x204" | "exposure" | "recovery";

/** How well the sources tie a cause to its symptom. */
export type Evidence = "documented" | "reported" | "inferred";

/** A documented reason for the error. */
export interface Cause {
  readonly title: string;
  readonly symptom: Symptom;
  /** What happens, in two or three sentences. */
  readonly explanation: string;
  readonly evidence: Evidence;
  /** Event ids that the host writes, with their log and source. */
  readonly events: readonly {
    readonly id: number;
    readonly log: string;
    readonly source: string;
    readonly says: string;
  }[];
  readonly sources: readonly string[];
}

const supportArticles = "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows";
const remoteConnectionManager = "Microsoft-Windows-TerminalServices-RemoteConnectionManager";

const noCredential = {
  ...{ id: 36871, log: "System", source: "Schannel" },
  says: "no TLS credential could be created (10013)",
};
const noCommonSuite = {
  ...{ id: 36874, log: "System", source: "Schannel" },
  says: "client and server share no cipher suite",
};

export const causes = {
  "rdp-blocked": {
    title: "RDP is blocked on its way",
    symptom: "0x204",
    explanation:
      "A network security group or firewall drops the connection before the host sees it. " +
      "The client reports 0x204, not 0x904, because nothing ever answered.",
    evidence: "documented",
    events: [],
    sources: [
      "https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works",
      `${supportArticles}/detailed-troubleshoot-rdp`,
    ],
  },
  exposure: {
    title: "RDP is open to the Internet",
    symptom: "exposure",
    explanation:
      "Anybody can try to sign in. This is not a cause of 0x904 in itself, but the first thing that Microsoft says to " +
      "close on a host whose RDP fails under attack.",
    evidence: "documented",
    events: [],
    sources: [`${supportArticles}/troubleshoot-rdp-internal-error`],
  },
  "path-closes": {
    title: "Something on the way accepts the connection and closes it",
    symptom: "0x904",
    explanation:
      "Not the host but a load balancer, a Bastion, a gateway or an appliance answers first. Where it cannot pass the " +
      "connection on to the RDP listener, or answers take another way back, the client has a connection that somebody " +
      "accepted and that then ends: 0x904, extended 0x7.",
    evidence: "reported",
    events: [],
    sources: [
      "https://github.com/rustdesk/rustdesk/issues/11623",
      "https://learn.microsoft.com/windows/win32/termserv/imstscaxevents-ondisconnected",
    ],
  },
  "udp-transport": {
    title: "UDP does not get through where TCP does",
    symptom: "0x904",
    explanation:
      "Client and host begin over TCP and agree to go on over UDP. Where something drops the UDP, most clients stay with TCP " +
      "and are slower; some hang, or lose the connection until somebody switches UDP off.",
    evidence: "inferred",
    events: [],
    sources: [
      "https://learn.microsoft.com/troubleshoot/windows-server/remote/ports-used-by-rds",
      "https://github.com/coder/registry/pull/149",
    ],
  },
  "certificate-expired": {
    title: "The certificate of the RDP listener expired and was not renewed",
    symptom: "0x904",
    explanation:
      "The listener accepts the TCP connection and then has no valid certificate to offer, so the handshake ends and the " +
      "client reports that the socket was closed by the server: 0x904, extended 0x7.",
    evidence: "documented",
    events: [
      { id: 1052, log: "System", source: remoteConnectionManager, says: "the certificate expires within days" },
      { id: 1053, log: "System", source: remoteConnectionManager, says: "the certificate has expired" },
      { id: 1051, log: "System", source: remoteConnectionManager, says: "the selected certificate was not found" },
      { id: 36872, log: "System", source: "Schannel", says: "no suitable default server credential exists" },
    ],
    sources: [
      `${supportArticles}/event-id-troubleshoot-vm-rdp-connecton`,
      `${supportArticles}/troubleshoot-rdp-internal-error`,
    ],
  },
  "private-key-unreadable": {
    title: "NETWORK SERVICE cannot read the private key of the certificate",
    symptom: "0x904",
    explanation:
      "The Remote Desktop service runs as NETWORK SERVICE and needs to read the key file of its certificate. " +
      "Where the access control list of the key or of its folder forbids that, no handshake succeeds.",
    evidence: "documented",
    events: [
      { id: 1055, log: "System", source: remoteConnectionManager, says: "no access to the private key" },
      { id: 1057, log: "System", source: remoteConnectionManager, says: "no self-signed certificate could be made" },
      {
        id: 1058,
        log: "System",
        source: remoteConnectionManager,
        says: "the self-signed certificate was not replaced",
      },
      { id: 36870, log: "System", source: "Schannel", says: "the private key could not be accessed (0x8009030D)" },
    ],
    sources: [
      `${supportArticles}/event-id-troubleshoot-vm-rdp-connecton`,
      "https://learn.microsoft.com/troubleshoot/windows-server/remote/remote-desktop-listener-certificate-configurations",
    ],
  },
  "legacy-host": {
    title: "The host runs a Windows that today's clients no longer get along with",
    symptom: "0x904",
    explanation:
      "The client and an old Windows find no protocol version, cipher or certificate that both take, so the host closes the " +
      "connection in the handshake. What has changed on the client's side since is never repaired on a host without updates.",
    evidence: "reported",
    events: [noCommonSuite, noCredential],
    sources: [
      "https://github.com/dockur/windows/issues/345",
      "https://github.com/dockur/windows/issues/754",
      `${supportArticles}/event-id-troubleshoot-vm-rdp-connecton`,
    ],
  },
  "sign-in-refused": {
    title: "Windows takes the right to sign in over the network away",
    symptom: "0x904",
    explanation:
      "With Network Level Authentication the sign-in is part of the handshake. Where the account lacks the right to reach " +
      "the computer from the network or to sign in through Remote Desktop, the host ends the connection.",
    evidence: "reported",
    events: [
      {
        id: 4625,
        log: "Security",
        source: "Microsoft-Windows-Security-Auditing",
        says: "a sign-in failed; status 0xC000015B says that the right to it was not granted",
      },
    ],
    sources: [
      "https://github.com/Azure/azure-policy/issues/1471",
      "https://learn.microsoft.com/previous-versions/windows/it-pro/windows-10/security/threat-protection/auditing/event-4625",
    ],
  },
  recovery: {
    title: "Nobody can get in to repair RDP",
    symptom: "recovery",
    explanation:
      "This breaks nothing in itself. But once RDP fails for any other reason, a host that can be reached in no other way " +
      "stays out of reach until its disk is attached to another machine.",
    evidence: "documented",
    events: [],
    sources: [
      `${supportArticles}/serial-console-overview`,
      "https://learn.microsoft.com/azure/virtual-machines/windows/run-command",
    ],
  },
  "tls-negotiation": {
    title: "Client and host find no security that both speak",
    symptom: "0x904",
    explanation:
      "Today's clients want TLS, and inside it Network Level Authentication. Where the host offers no TLS version, no " +
      "cipher or no security layer that fits, it closes the connection in the middle of the handshake: 0x904, extended 0x7.",
    evidence: "documented",
    events: [
      noCredential,
      noCommonSuite,
      {
        id: 56,
        log: "System",
        source: "TermDD",
        says: "the security layer found an error and disconnected the client",
      },
    ],
    sources: [
      `${supportArticles}/troubleshoot-rdp-internal-error`,
      `${supportArticles}/event-id-troubleshoot-vm-rdp-connecton`,
      "https://learn.microsoft.com/troubleshoot/windows-server/remote/internal-error-has-occurred-connecting-remote-machine",
    ],
  },
  "connection-limit": {
    title: "The host takes no more connections",
    symptom: "0x904",
    explanation:
      "The listener counts its connections, and once there are as many as MaxInstanceCount allows, it ends every further " +
      "one. Old Terminal Servers left the client with 0x904; today's Windows mostly says that the number of connections " +
      "to this computer is limited.",
    evidence: "reported",
    events: [],
    sources: [
      "https://woshub.com/rdp-number-connections-limited",
      "https://admx.help/?Category=Windows_11_2022&Policy=Microsoft.Policies.TerminalServer::TS_MAX_CON_POLICY",
    ],
  },
  "listener-mismatch": {
    title: "Remote Desktop does not listen where the client comes",
    symptom: "0x204",
    explanation:
      "Remote Desktop is switched off, its service cannot start, or it listens on another port than network rules and " +
      "clients use. Nothing answers, or something else does and closes the connection.",
    evidence: "documented",
    events: [],
    sources: [`${supportArticles}/detailed-troubleshoot-rdp`, `${supportArticles}/troubleshoot-rdp-internal-error`],
  },
} as const satisfies Record<string, Cause>;

export type CauseId = keyof typeof causes;
