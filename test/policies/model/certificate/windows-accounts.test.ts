import fc from "fast-check";
import {
  isNetworkService,
  letsNetworkServiceRead,
  windowsAccount,
} from "../../../../policies/model/certificate/windows-accounts";

test.each([
  "Network Service",
  "NT AUTHORITY\\NETWORK SERVICE",
  "NT Authority\\NetworkService",
  "BUILTIN\\Network Service",
  "  network service ",
  "S-1-5-20",
  "*S-1-5-20",
  "NETZWERKDIENST",
  "NT-AUTORITÄT\\Netzwerkdienst",
  "SERVICE RÉSEAU",
  "AUTORITE NT\\SERVICE RESEAU",
  "Servizio di rete",
  "SERVICIO DE RED",
  "SERVIÇO DE REDE",
  "AĞ HİZMETİ",
  "ağ hizmeti",
])("%s is Network Service", (name) => {
  expect(isNetworkService(name)).toBe(true);
});

test.each([
  "",
  "Network",
  "Network Services",
  "CONTOSO\\Network Service",
  "a\\b\\Network Service",
  "S-1-5-200",
  "S-1-5-19",
])("%p is not Network Service", (name) => {
  expect(isNetworkService(name)).toBe(false);
});

test("case, spaces and the authority in front never change whose name it is", () => {
  const spelled = fc
    .tuple(
      fc.constantFrom("", "NT AUTHORITY\\", "nt authority\\", "NT-AUTORITÄT\\"),
      fc.constantFrom("NETWORK SERVICE", "NetworkService", "Netzwerkdienst"),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      fc.constantFrom("", " ", "\t"),
    )
    .map(([authority, name, upper, space]) => {
      const letters = [...name].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter.toLowerCase()));
      return `${space}${authority}${letters.join("")}${space}`;
    });
  fc.assert(fc.property(spelled, (name) => windowsAccount(name) === "network-service"));
});

test("no text makes it throw", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      (name) => letsNetworkServiceRead(name) === !!letsNetworkServiceRead(name),
    ),
  );
});

test.each(["Everyone", "Jeder", "Authenticated Users", "S-1-5-11"])(
  "a right for %s is one for Network Service too",
  (name) => {
    expect(letsNetworkServiceRead(name)).toBe(true);
  },
);

test.each(["Local Service", "SYSTEM", "Administrators"])("a right for %s is none for Network Service", (name) => {
  expect(letsNetworkServiceRead(name)).toBe(false);
});
