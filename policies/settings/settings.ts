import type { ExceptionDeclaration } from "./exceptions";

/** Where a component of a healthy host may come from, other than this stack. */
export const providedElsewhereKinds = [
  "machineConfiguration",
  "keyVaultExtension",
  "certificate",
  "privateDns",
  "egress",
  "vaultAccess",
  "securityExceptions",
] as const;

export type ProvidedElsewhereKind = (typeof providedElsewhereKinds)[number];

/** Who must be able to reach which hosts. */
export interface ClientDeclaration {
  /** Address ranges, service tags or ids of application security groups. */
  readonly from: readonly string[];
  /** Which hosts: a glob over the Pulumi name, or `tag:key=value`. */
  readonly to: string;
  /** Port of the listener. Default: the host's own, 3389. */
  readonly port?: number;
}

export interface Settings {
  /** Undefined where nobody declared clients; then the estate implies some. */
  readonly clients: readonly ClientDeclaration[] | undefined;
  readonly profile: "enforce" | "adopt";
  readonly unknowns: "report" | "fail";
  /** For each kind, patterns of the hosts that get it from elsewhere. */
  readonly providedElsewhere: Readonly<Partial<Record<ProvidedElsewhereKind, readonly string[]>>>;
  /** Findings that somebody accepts for a while. */
  readonly exceptions: readonly ExceptionDeclaration[];
  /** Files with the resources of other stacks: facts for joins, never judged themselves. */
  readonly knownResources: readonly string[];
  /** Refs or names of rules that no exception may silence; only the pack configuration can say so. */
  readonly neverExcepted: readonly string[];
}

export const defaultSettings: Settings = {
  clients: undefined,
  profile: "enforce",
  unknowns: "report",
  providedElsewhere: {},
  exceptions: [],
  knownResources: [],
  neverExcepted: ["RDP904-003"],
};
