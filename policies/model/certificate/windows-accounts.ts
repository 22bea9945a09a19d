/** Accounts of Windows that matter for a private key; the names are those of this project, not of Windows. */
export type WindowsAccount =
  "network-service" | "local-service" | "system" | "administrators" | "everyone" | "authenticated-users";

interface AccountNames {
  readonly sid: string;
  /** Names in English and in the languages that Windows translates them to. */
  readonly names: readonly string[];
}

/**
 * Windows resolves the same account by its SID, its English name and its name in the language of the installation:
 * https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers and, for the names,
 * https://learn.microsoft.com/sql/database-engine/configure-windows/configure-windows-service-accounts-and-permissions
 */
const accounts: Readonly<Record<WindowsAccount, AccountNames>> = {
  "network-service": {
    sid: "S-1-5-20",
    names: [
      "NETWORK SERVICE",
      "NETZWERKDIENST",
      "SERVICE RÉSEAU",
      "SERVIZIO DI RETE",
      "SERVICIO DE RED",
      "SERVIÇO DE REDE",
      "NETWERKSERVICE",
      "NÄTVERKSTJÄNST",
      "NETTVERKSTJENESTE",
      "NETVÆRKSTJENESTE",
      "VERKKOPALVELU",
      "USŁUGA SIECIOWA",
      "HÁLÓZATI SZOLGÁLTATÁS",
      "AĞ HİZMETİ",
    ],
  },
  "local-service": {
    sid: "S-1-5-19",
    names: ["LOCAL SERVICE", "LOKALER DIENST", "SERVICE LOCAL", "SERVIZIO LOCALE", "SERVICIO LOCAL", "SERVIÇO LOCAL"],
  },
  system: { sid: "S-1-5-18", names: ["SYSTEM", "LOCAL SYSTEM", "SISTEMA"] },
  administrators: {
    sid: "S-1-5-32-544",
    names: ["Administrators", "Administratoren", "Administrateurs", "Administradores", "Amministratori"],
  },
  everyone: { sid: "S-1-1-0", names: ["Everyone", "Jeder", "Tout le monde", "Todos"] },
  "authenticated-users": {
    sid: "S-1-5-11",
    names: ["Authenticated Users", "Authentifizierte Benutzer", "Utilisateurs authentifiés"],
  },
};

// The authority before the backslash, in the same languages; a domain of somebody's own is not among them.
const authorities = [
  "NT AUTHORITY",
  "NT-AUTORITÄT",
  "AUTORITE NT",
  "AUTORIDADE NT",
  "NT INSTANS",
  "NT-MYNDIGHET",
  "NT-MYNDIGHED",
  "NT-HALLINTA",
  "ZARZĄDZANIE NT",
  "NT YETKİLİSİ",
  "BUILTIN",
  "VORDEFINIERT",
];

const byName = new Map<string, WindowsAccount>();
for (const [account, { sid, names }] of Object.entries(accounts)) {
  for (const name of [sid, ...names]) byName.set(letters(name), account as WindowsAccount);
}
const knownAuthorities = new Set(authorities.map(letters));

/** Which well-known account a name or SID means, in any spelling that Windows resolves; undefined for any other. */
export function windowsAccount(name: string): WindowsAccount | undefined {
  const parts = name
    .trim()
    .replace(/^\*(?=s-)/i, "")
    .split("\\");
  if (parts.length > 2) return undefined;
  const authority = parts.length === 2 ? letters(parts[0]!) : undefined;
  if (authority !== undefined && !knownAuthorities.has(authority)) return undefined;
  return byName.get(letters(parts[parts.length - 1]!));
}

export function isNetworkService(name: string): boolean {
  return windowsAccount(name) === "network-service";
}

/**
 * True where a read right for this account lets NETWORK SERVICE read: itself, or a group that its token holds.
 * https://learn.microsoft.com/windows/win32/services/networkservice-account
 */
export function letsNetworkServiceRead(name: string): boolean {
  const account = windowsAccount(name);
  return account === "network-service" || account === "everyone" || account === "authenticated-users";
}

// Case, spaces, hyphens and accents do not tell accounts apart, but letters and digits do.
function letters(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/ı/g, "i")
    .replace(/[^\p{L}\p{N}]/gu, "");
}
