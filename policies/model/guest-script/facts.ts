/** What a script may be suspected of; each topic has a reader of its own. */
export type Topic = "machine-keys" | "rdp-listener" | "tls" | "services" | "firewall";

interface Fact {
  /** Line of the script, from 1; for text that runs nested in another command, the line of that command. */
  readonly line: number;
  /** The command in short, without anything that could be a secret: "icacls /reset". */
  readonly text: string;
  /** Conditions that the script runs it under, outermost first; empty where it always runs. */
  readonly branch: readonly number[];
}

/** What a command does to key folders or files that NETWORK SERVICE needs. */
export type KeyHarm = "resets-key-acl" | "takes-over-keys" | "renames-keys" | "deletes-keys" | "empties-keys";

/** Folders whose keys RDP may need. */
export type KeyFolder = "MachineKeys" | "Keys" | "SystemKeys";

/** Files or folders that a command works on, as far as they are key folders, lie in one or hold one. */
export interface KeyTarget {
  /** Path in its usual spelling, wildcards kept. */
  readonly path: string;
  /** True where the command also works on everything below. */
  readonly deep: boolean;
  /** Key folders that it reaches. */
  readonly folders: readonly KeyFolder[];
}

export interface KeysHarmed extends Fact {
  readonly kind: KeyHarm;
  readonly target: KeyTarget;
  /** True where later grants can make up for it: keys that are gone stay gone, and a deny outweighs every grant. */
  readonly repairable: boolean;
}

/** A grant of access; with the others of its script it may repair what was harmed before. */
export interface KeyAccessGranted extends Fact {
  readonly kind: "grants-key-access";
  readonly target: KeyTarget;
  /** NETWORK SERVICE may read. */
  readonly networkServiceReads: boolean;
  /** SYSTEM or Administrators have full control. */
  readonly fullControl: boolean;
}

/** What a registry value is set to, or why that is not known. Numbers are unsigned. */
export type RegistryData = { readonly known: number | string } | { readonly why: string };

/** A value of a registry key that a topic is about. */
export interface RegistryValueSet extends Fact {
  readonly kind: "sets-registry-value";
  readonly topic: Topic;
  /** Full key in lower case, with its usual root: "hklm\\system\\currentcontrolset\\control\\terminal server". */
  readonly key: string;
  /** Lower case. */
  readonly name: string;
  readonly data: RegistryData;
}

/** Values or keys that are taken out of the registry; Windows then uses its default. */
export interface RegistryRemoved extends Fact {
  readonly kind: "removes-from-registry";
  readonly topic: Topic;
  /** As of RegistryValueSet. */
  readonly key: string;
  /** "values": all of the key. "contents": the same with all keys below. "key": the key with its contents. */
  readonly what: { readonly value: string } | "values" | "contents" | "key";
}

/** Services without which RDP does not work, by their names. */
export type RdpService = "TermService" | "SessionEnv" | "KeyIso" | "CryptSvc" | "CertPropSvc";

/** Whether a service can be started from now on; that it is stopped or started now is no fact. */
export interface ServiceStartChanged extends Fact {
  readonly kind: "disables-service" | "removes-service" | "enables-service";
  readonly service: RdpService;
}

/** Profiles of Windows Firewall; which one a network has, Windows decides. */
export type FirewallProfile = "domain" | "private" | "public";

/** What a command does to the way of RDP over TCP through Windows Firewall; own rules are those that scripts add. */
export type FirewallEffect =
  | "rdp-rule-on"
  | "rdp-rule-off"
  | "rdp-rule-removed"
  | "rdp-rule-allows"
  | "rdp-rule-blocks"
  | "allow-added"
  | "perhaps-allow-added"
  | "block-added"
  | "own-rules-on"
  | "own-rules-off"
  | "own-rules-removed"
  | "own-rules-allow"
  | "own-rules-block"
  | "inbound-blocked"
  | "inbound-heeded"
  | "local-ignored"
  | "local-heeded"
  | "default-allows"
  | "default-blocks"
  | "firewall-off"
  | "firewall-on";

export interface FirewallChanged extends Fact {
  readonly kind: "changes-firewall";
  readonly effect: FirewallEffect;
  /** Profiles that it is about. */
  readonly profiles: readonly FirewallProfile[];
  /** Of an added rule its names, of own rules the patterns that name them: "displayname:rdp from office"; lower case. */
  readonly names: readonly string[];
  /** True for a rule that a policy brings, which counts even where local rules are ignored. */
  readonly byPolicy: boolean;
}

/** Something that bears on a topic and cannot be read; never taken for harmless. */
export interface Unresolved extends Fact {
  readonly kind: "unresolved";
  /** "any" where nothing of the script, or of a part of it, can be read. */
  readonly topic: Topic | "any";
  /** What cannot be known, as the rest of a sentence that begins with the line: "$path is not known". */
  readonly why: string;
}

/** What a script that runs inside Windows does, as far as our rules ask for it. */
export type GuestScriptFact =
  | KeysHarmed
  | KeyAccessGranted
  | RegistryValueSet
  | RegistryRemoved
  | ServiceStartChanged
  | FirewallChanged
  | Unresolved;

/** In the order in which the script does it. */
export type GuestScriptFacts = readonly GuestScriptFact[];
