import { vaultAccessMissing as rule } from "../../../policies/rules/vault-access-missing";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { guidOf } from "../../../policies/testing/azure-outputs";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";
import {
  certificate,
  extension,
  identity,
  machine,
  role,
  roleId,
  secretUrl,
  settings,
  vault,
  verdicts,
  words,
} from "./certificate-stack";

const rdp = { url: secretUrl, accounts: ["Network Service"] };
const client = "settings.authenticationSettings.msiClientId";
const user = (...names: string[]) => ({
  identity: { type: "UserAssigned", userAssignedIdentities: names.map((name) => ref(name)) },
});
const principal = (name: string) => ref(name, "principalId");

/** A host with one user-assigned identity that the extension names; `grants` decide. */
function stack(vaultOf: Declared, ...grants: Declared[]): Declared[] {
  return [
    vaultOf,
    identity("hosts"),
    machine("sql", user("hosts")),
    extension("sql-certificate", "sql", { settings: settings([rdp], ref("hosts", "clientId")) }),
    ...grants,
  ];
}

const rbac = vault("ops");
const policyVault = (...accessPolicies: unknown[]) => vault("ops", { accessPolicies });
const onVault = { scope: ref("ops"), principalId: principal("hosts"), principalType: "ServicePrincipal" };
const ids = (secrets: unknown, objectId: unknown = principal("hosts")) => ({ objectId, permissions: { secrets } });

async function both(declared: Declared[]): Promise<string[]> {
  const [preview, deployed] = [await words(rule, declared), await words(rule, declared, { deployed: true })];
  return preview.join() === deployed.join() ? preview : [`preview ${preview}`, `deployed ${deployed}`];
}

test("an identity that nobody granted anything is broken, at the setting that names it", async () => {
  expect(await verdicts(rule, stack(rbac))).toEqual([
    `broken sql-certificate at ${client}: no role assignment lets the identity hosts read secrets of the vault ops-vault`,
  ]);
});

test("on a machine of another stack, the identity that the extension names decides, and one that it does not name cannot", async () => {
  const named = [rbac, identity("hosts"), elsewhere(ref("hosts", "clientId"))];
  expect(await both(named)).toEqual(["broken e"]);
  expect(await both([...named, role("reads", onVault)])).toEqual(["holds e"]);
  expect(await both([rbac, identity("hosts"), elsewhere(undefined), role("reads", onVault)])).toEqual(["undecided e"]);
});

function elsewhere(msiClientId: unknown): Declared {
  return extension("e", "", { vmName: "elsewhere", settings: settings([rdp], msiClientId) });
}

const classicGroup = (name: string, azureName: string): Declared => ({
  type: "azure:core/resourceGroup:ResourceGroup",
  name,
  inputs: { name: azureName },
  outputs: { id: `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${azureName}` },
});
const group = (inputs: Record<string, unknown>): Declared => ({
  type: "azuread:index/group:Group",
  name: "operators",
  inputs: { displayName: "operators", ...inputs },
  outputs: { objectId: guidOf("operators") },
});
const toGroup = role("reads", { scope: ref("ops"), principalId: ref("operators", "objectId") });

test.each<[string, Declared[]]>([
  [
    "at the secret",
    stack(rbac, role("reads", { ...onVault, scope: ref("ops", "id", (id) => `${id}/secrets/rdp-listener`) })),
  ],
  [
    "at the subscription",
    stack(rbac, role("reads", { ...onVault, scope: "/subscriptions/00000000-0000-0000-0000-000000000000" })),
  ],
  [
    "at the vault by literal id",
    stack(
      rbac,
      role("reads", {
        ...onVault,
        scope: "/subscriptions/s/resourceGroups/RG/providers/Microsoft.KeyVault/vaults/OPS-vault",
      }),
    ),
  ],
  [
    "at the classic provider's group that the vault is in",
    [
      classicGroup("group", "rg"),
      ...stack(
        vault("ops", { enableRbacAuthorization: true }, { resourceGroupName: ref("group", "name", () => "rg") }),
        role("reads", { ...onVault, scope: ref("group") }),
      ),
    ],
  ],
  [
    "at the classic provider's group, which the vault names",
    [classicGroup("group", "rg"), ...stack(rbac, role("reads", { ...onVault, scope: ref("group") }))],
  ],
  [
    "at a management group of the stack",
    [
      {
        type: "azure-native:management:ManagementGroup",
        name: "root",
        inputs: { groupId: "root" },
        outputs: { id: "/providers/Microsoft.Management/managementGroups/root" },
      },
      ...stack(rbac, role("reads", { ...onVault, scope: ref("root") })),
    ],
  ],
  [
    "by a role of one's own that the classic provider makes",
    [
      {
        type: "azure:authorization/roleDefinition:RoleDefinition",
        name: "own",
        inputs: { permissions: [{ dataActions: ["Microsoft.KeyVault/vaults/secrets/*"] }] },
        outputs: { roleDefinitionResourceId: roleId("0c7e5c1e-7d4b-4a39-8f1e-5b0f6a2d9c12") },
      },
      ...stack(rbac, role("reads", { ...onVault, roleDefinitionId: ref("own", "roleDefinitionResourceId") })),
    ],
  ],
  ["to a group that lists the identity", [group({ members: [principal("hosts")] }), ...stack(rbac, toGroup)]],
  [
    "to a group with the identity beside it",
    [
      group({}),
      {
        type: "azuread:index/groupMember:GroupMember",
        name: "member",
        inputs: { groupObjectId: ref("operators", "objectId"), memberObjectId: principal("hosts") },
      },
      ...stack(rbac, toGroup),
    ],
  ],
  [
    "by one of several access policies that all read",
    stack(policyVault(ids(["get"]), ids(["all"], ref("sql", "identity.principalId")))),
  ],
  [
    "by an access policy beside the vault",
    stack(vault("ops", {}), {
      type: "azure-native:keyvault:AccessPolicy",
      name: "policy",
      inputs: { vaultName: ref("ops", "name"), resourceGroupName: "rg", policy: ids(["get"]) },
    }),
  ],
  [
    "in both models while the vault's own is not known",
    stack(
      vault("ops", { enableRbacAuthorization: unknownValue, accessPolicies: [ids(["get"])] }),
      role("reads", onVault),
    ),
  ],
])("access that is granted %s holds", async (_, declared) => {
  expect(await both(declared)).toEqual(["holds sql-certificate"]);
});

test.each<[string, Declared[]]>([
  ["on another vault", [vault("other"), ...stack(rbac, role("reads", { ...onVault, scope: ref("other") }))]],
  [
    "to another identity",
    [identity("web"), ...stack(rbac, role("reads", { ...onVault, principalId: principal("web") }))],
  ],
  [
    "on another resource group",
    stack(rbac, role("reads", { ...onVault, scope: "/subscriptions/s/resourceGroups/other" })),
  ],
  [
    "on a storage account",
    [
      { type: "azure-native:storage:StorageAccount", name: "store", inputs: {} },
      ...stack(rbac, role("reads", { ...onVault, scope: ref("store") })),
    ],
  ],
  [
    "on another group of the classic provider",
    [classicGroup("group", "web"), ...stack(rbac, role("reads", { ...onVault, scope: ref("group") }))],
  ],
  ["for keys only", stack(policyVault({ objectId: principal("hosts"), permissions: { keys: ["get"] } }))],
  [
    "by a role of one's own that reads metadata",
    [
      {
        type: "azure-native:authorization:RoleDefinition",
        name: "own",
        inputs: { permissions: [{ dataActions: ["Microsoft.KeyVault/vaults/secrets/readMetadata/action"] }] },
      },
      ...stack(rbac, role("reads", { ...onVault, roleDefinitionId: ref("own") })),
    ],
  ],
])("what is granted %s does not let the extension in", async (_, declared) => {
  expect(await both(declared)).toEqual(["broken sql-certificate"]);
});

test("an access policy beside the vault for another identity does not let the extension in", async () => {
  const policy = {
    type: "azure:keyvault/accessPolicy:AccessPolicy",
    name: "policy",
    inputs: { keyVaultId: ref("ops"), objectId: principal("web"), secretPermissions: ["Get"] },
  };
  expect(await both([identity("web"), ...stack(vault("ops", {}), policy)])).toEqual(["broken sql-certificate"]);
});

test("a principal that was made from two identities may be either", async () => {
  const either = role(
    "reads",
    { ...onVault, principalId: unknownValue },
    { propertyDependencies: { principalId: ["hosts", "web"] } },
  );
  expect(await words(rule, [identity("web"), ...stack(rbac, either)])).toEqual(["undecided sql-certificate"]);
});

test("the only other vault on which the identity may read secrets is named", async () => {
  const other = vault("app");
  const more = vault("web");
  const reads = (name: string): Declared => role(`reads-${name}`, { ...onVault, scope: ref(name) });
  const fact = `broken sql-certificate at ${client}: no role assignment lets the identity hosts read secrets of the vault ops-vault`;
  expect(await verdicts(rule, [...stack(rbac, reads("app")), other])).toEqual([`${fact}, but one does on app-vault`]);
  expect(await verdicts(rule, [...stack(rbac, reads("app"), reads("web")), other, more])).toEqual([fact]);
});

test("a role that reads no secrets is named", async () => {
  const contributor = roleId("f25e0fa2-a7c8-4377-a976-54943a77a395");
  expect(await verdicts(rule, stack(rbac, role("reads", { ...onVault, roleDefinitionId: contributor })))).toEqual([
    `broken sql-certificate at ${client}: no role assignment lets the identity hosts read secrets of the vault ops-vault ` +
      "(Key Vault Contributor does not)",
  ]);
});

const opsVault = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/ops-vault";

test.each(["secrets/web", "certificates/rdp-listener", "keys/rdp-listener"])(
  "a role at %s alone does not let the identity read the secret of the RDP certificate",
  async (object) => {
    const declared = stack(rbac, role("reads", { ...onVault, scope: `${opsVault}/${object}` }));
    expect(await both(declared)).toEqual(["broken sql-certificate"]);
    expect((await verdicts(rule, declared))[0]).toMatch(`(reads lets it read ${object} only)`);
  },
);

test("a role at the id of the certificate is open, because the id of its secret looks the same before it is known", async () => {
  const listener = { name: "rdp-listener" };
  const ids = { resourceManagerVersionlessId: `${opsVault}/certificates/rdp-listener` };
  const made = { ...certificate("listener", "ops", listener), outputs: ids };
  const atCertificate = role("reads", { ...onVault, scope: ref("listener", "resourceManagerVersionlessId") });
  expect(await both([made, ...stack(rbac, atCertificate)])).toEqual([
    "preview undecided sql-certificate",
    "deployed broken sql-certificate",
  ]);
});

test("what a group whose members are not seen is granted is open, whether or not a principal type says so", async () => {
  expect(await both([group({}), ...stack(rbac, toGroup)])).toEqual(["undecided sql-certificate"]);
  const policy = {
    type: "azure:keyvault/accessPolicy:AccessPolicy",
    name: "policy",
    inputs: { keyVaultId: ref("ops"), objectId: ref("operators", "objectId"), secretPermissions: ["Get"] },
  };
  const byPolicy = stack(vault("ops", {}), policy);
  expect(await both([group({}), ...byPolicy])).toEqual(["undecided sql-certificate"]);
  expect(await both([group({ members: [principal("hosts")] }), ...byPolicy])).toEqual(["holds sql-certificate"]);
});

test("a vault by access policies ignores a role assignment, and says nothing means access policies", async () => {
  expect(await verdicts(rule, stack(vault("ops", {}), role("reads", onVault)))).toEqual([
    "broken sql-certificate at settings.secretsManagementSettings.observedCertificates[0].url: the vault ops-vault asks " +
      "access policies, so the role assignment reads (Key Vault Secrets User) counts for nothing",
  ]);
});

test("a vault by role assignments ignores an access policy", async () => {
  const mixed = vault("ops", { enableRbacAuthorization: true, accessPolicies: [ids(["get"])] });
  expect(await verdicts(rule, stack(mixed))).toEqual([
    "broken sql-certificate at settings.secretsManagementSettings.observedCertificates[0].url: the vault ops-vault asks " +
      "role assignments, so the access policy for the identity hosts counts for nothing",
  ]);
});

test("a vault whose model nobody knows yet is broken all the same where nothing is granted in either", async () => {
  expect(await both(stack(vault("ops", { enableRbacAuthorization: unknownValue })))).toEqual([
    "broken sql-certificate",
  ]);
});

test.each<[string, Declared[]]>([
  ["the vault's model", stack(vault("ops", { enableRbacAuthorization: unknownValue }), role("reads", onVault))],
  ["the role", stack(rbac, role("reads", { ...onVault, roleDefinitionId: unknownValue }))],
  ["the scope", stack(rbac, role("reads", { ...onVault, scope: unknownValue }))],
  ["the principal", stack(rbac, role("reads", { ...onVault, principalId: unknownValue }))],
  ["an access policy's permissions", stack(policyVault(ids(unknownValue)))],
  [
    "the vault's access policies",
    stack({ ...vault("ops", { accessPolicies: unknownValue }), propertyDependencies: { properties: ["hosts"] } }),
  ],
])("where %s is not known, the verdict is undecided", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["undecided sql-certificate"]);
});

describe("the vault", () => {
  test("is found through the resource that makes the certificate", async () => {
    const made = certificate("rdp-listener", "ops");
    const declared = stack(rbac).map((one) =>
      one.name === "sql-certificate"
        ? extension("sql-certificate", "sql", {
            settings: settings([{ ...rdp, url: ref("rdp-listener", "versionlessSecretId") }], ref("hosts", "clientId")),
          })
        : one,
    );
    expect(await both([...declared, made])).toEqual(["broken sql-certificate"]);
    expect(await both([...declared, made, role("reads", onVault)])).toEqual(["holds sql-certificate"]);
  });

  test("is found by the random text that both its name and the URL hold", async () => {
    const random = {
      type: "random:index/randomString:RandomString",
      name: "suffix",
      inputs: {},
      outputs: { result: "x7" },
    };
    const named = vault(
      "ops",
      { enableRbacAuthorization: true },
      { vaultName: ref("suffix", "result", (text) => `kv${text}`) },
    );
    const url = ref("suffix", "result", (text) => `https://kv${text}.vault.azure.net/secrets/rdp`);
    const declared = stack(named).map((one) =>
      one.name === "sql-certificate"
        ? extension("sql-certificate", "sql", { settings: settings([{ ...rdp, url }], ref("hosts", "clientId")) })
        : one,
    );
    expect(await both([random, ...declared])).toEqual(["broken sql-certificate"]);
    expect(await both([random, ...declared, role("reads", onVault)])).toEqual(["holds sql-certificate"]);
  });

  test("is not in the stack: undecided, unless a role assignment or an access policy names it", async () => {
    const outside = stack(vault("unrelated"));
    expect(await verdicts(rule, outside)).toEqual([
      "undecided sql-certificate at settings.secretsManagementSettings.observedCertificates[0].url: " +
        "the vault ops-vault is not in this stack, and nothing here grants the identity hosts access",
    ]);
    const scope = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.KeyVault/vaults/ops-vault";
    expect(await both([...outside, role("reads", { ...onVault, scope })])).toEqual(["holds sql-certificate"]);
    const classic = (secretPermissions: string[]): Declared => ({
      type: "azure:keyvault/accessPolicy:AccessPolicy",
      name: "policy",
      inputs: { keyVaultId: scope, objectId: principal("hosts"), secretPermissions },
    });
    const native = {
      type: "azure-native:keyvault:AccessPolicy",
      name: "policy",
      inputs: { vaultName: "ops-vault", resourceGroupName: "hub", policy: ids(["get"]) },
    };
    expect(await both([...outside, classic(["Get"])])).toEqual(["holds sql-certificate"]);
    expect(await both([...outside, native])).toEqual(["holds sql-certificate"]);
    expect(await both([...outside, classic(["List"])])).toEqual(["undecided sql-certificate"]);
  });

  test("is one of two: broken where neither grants, undecided where one does", async () => {
    const url = unknownValue;
    const two = (...grants: Declared[]): Declared[] => [
      ...stack(rbac, vault("hub"), ...grants).filter(({ name }) => name !== "sql-certificate"),
      extension(
        "sql-certificate",
        "sql",
        { settings: settings([{ ...rdp, url }], ref("hosts", "clientId")) },
        { propertyDependencies: { settings: ["ops", "hub"] } },
      ),
    ];
    expect(await words(rule, two())).toEqual(["broken sql-certificate"]);
    expect(await words(rule, two(role("reads", onVault)))).toEqual(["undecided sql-certificate"]);
    expect(await words(rule, two(role("a", onVault), role("b", { ...onVault, scope: ref("hub") })))).toEqual([
      "holds sql-certificate",
    ]);
  });
});

describe("the identity", () => {
  const hostWith = (identities: Record<string, unknown>, msiClientId?: unknown): Declared[] => [
    rbac,
    identity("hosts"),
    identity("web"),
    machine("sql", identities),
    extension("sql-certificate", "sql", { settings: settings([rdp], msiClientId) }),
  ];
  const system = { identity: { type: "SystemAssigned" } };
  const ofMachine = { scope: ref("ops"), principalId: ref("sql", "identity.principalId") };

  test("is the system-assigned one where there is no other", async () => {
    expect(await both([...hostWith(system), role("reads", ofMachine)])).toEqual(["holds sql-certificate"]);
    expect(await verdicts(rule, hostWith(system))).toEqual([
      `broken sql-certificate at ${client}: no role assignment lets the system-assigned identity of sql read secrets of the vault ops-vault`,
    ]);
  });

  test("is the only user-assigned one where none is named", async () => {
    expect(await both([...hostWith(user("hosts")), role("reads", onVault)])).toEqual(["holds sql-certificate"]);
    expect(await both(hostWith(user("hosts")))).toEqual(["broken sql-certificate"]);
  });

  test("is none of several where none is named, and nothing to come heals that", async () => {
    expect(await verdicts(rule, [...hostWith(user("hosts", "web")), role("reads", onVault)])).toEqual([
      `broken sql-certificate at ${client}: sql has 2 identities (hosts, web) and its Key Vault extension names none of them`,
    ]);
  });

  test("is the system-assigned one, ungranted, where a granted one beside it is not named", async () => {
    const mixed = { identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [ref("hosts")] } };
    expect(await verdicts(rule, [...hostWith(mixed), role("reads", onVault)])).toEqual([
      `broken sql-certificate at ${client}: no role assignment lets the system-assigned identity of sql read secrets of ` +
        "the vault ops-vault, which is used because msiClientId names no other",
    ]);
  });

  test("is missing", async () => {
    expect(await verdicts(rule, hostWith({}))).toEqual([
      `broken sql-certificate at ${client}: sql has no managed identity, so its Key Vault extension can sign in to no vault`,
    ]);
  });

  test("is one that the machine does not have", async () => {
    const declared = [...hostWith(user("web"), ref("hosts", "clientId")), role("reads", onVault)];
    expect(await verdicts(rule, declared)).toEqual([
      `broken sql-certificate at ${client}: the Key Vault extension of sql names hosts, which sql does not have`,
    ]);
    expect(await words(rule, declared, { deployed: true })).toEqual(["broken sql-certificate"]);
  });

  test("is named by its principal id or its ARM id, which no token is given for", async () => {
    const byPrincipal = [...hostWith(user("hosts"), ref("hosts", "principalId")), role("reads", onVault)];
    expect((await verdicts(rule, byPrincipal, { deployed: true }))[0]).toMatch(
      /is the principal id of hosts, not its client id$/,
    );
    const byId = [...hostWith(user("hosts"), "/subscriptions/s/resourceGroups/rg/x"), role("reads", onVault)];
    expect((await verdicts(rule, byId))[0]).toMatch(/is no client id, which is a GUID$/);
  });

  test("is named by whichever of several made the settings and belongs to the machine", async () => {
    const built = (...made: string[]): Declared =>
      extension(
        "sql-certificate",
        "sql",
        { settings: settings([rdp], unknownValue) },
        { propertyDependencies: { settings: made } },
      );
    const several = (...made: string[]): Declared[] => [
      ...hostWith(user("hosts")).filter(({ name }) => name !== "sql-certificate"),
      built(...made),
      role("reads", onVault),
    ];
    expect(await words(rule, several("hosts", "web"))).toEqual(["holds sql-certificate"]);
    expect(await words(rule, several())).toEqual(["holds sql-certificate"]);
  });

  test("is another stack's: undecided", async () => {
    const literal = {
      identity: {
        type: "UserAssigned",
        userAssignedIdentities: [
          "/subscriptions/s/resourceGroups/hub/providers/Microsoft.ManagedIdentity/userAssignedIdentities/hub",
        ],
      },
    };
    expect(await words(rule, hostWith(literal))).toEqual(["undecided sql-certificate"]);
    expect(await words(rule, hostWith(literal, guidOf("hub")))).toEqual(["undecided sql-certificate"]);
  });

  test("is open where the settings name it by its object id, of which the documentation knows nothing", async () => {
    const named = (msiObjectId: unknown): Declared[] => [
      ...hostWith(user("hosts", "web")).filter(({ name }) => name !== "sql-certificate"),
      extension("sql-certificate", "sql", {
        settings: { ...settings([rdp]), authenticationSettings: { msiObjectId } },
      }),
      role("reads", onVault),
    ];
    expect(await both(named(ref("hosts", "principalId")))).toEqual(["undecided sql-certificate"]);
  });

  test("is not known, because the machine's identities are not", async () => {
    expect(await words(rule, hostWith({ identity: unknownValue }))).toEqual(["undecided sql-certificate"]);
    expect(await words(rule, hostWith({ identity: { type: unknownValue } }))).toEqual(["undecided sql-certificate"]);
  });
});

describe("a deadlock", () => {
  const system = (typeHandlerVersion: string, initialSync: boolean, waits: boolean): Declared[] => [
    rbac,
    machine("sql", { identity: { type: "SystemAssigned" } }),
    extension("sql-certificate", "sql", {
      typeHandlerVersion,
      settings: settings([rdp], undefined, initialSync ? { requireInitialSync: true } : {}),
    }),
    role(
      "reads",
      { scope: ref("ops"), principalId: ref("sql", "identity.principalId") },
      waits ? { dependencies: ["sql-certificate"] } : {},
    ),
  ];

  test("is an extension that waits for its certificates while its grant waits for the extension", async () => {
    expect(await verdicts(rule, system("3.0", true, true))).toEqual([
      "broken sql-certificate at settings.secretsManagementSettings.requireInitialSync: sql-certificate ends only when it " +
        "has its certificates, but reads grants access only after it",
    ]);
    expect(await verdicts(rule, system("4.0", false, true))).toEqual([
      "broken sql-certificate at typeHandlerVersion: sql-certificate ends only when it has its certificates, but reads " +
        "grants access only after it",
    ]);
  });

  test("of a user-assigned identity is mended by granting it first, and not by another identity", async () => {
    const waiting = stack(rbac, role("reads", onVault, { dependencies: ["sql-certificate"] })).map((one) =>
      one.name === "sql-certificate"
        ? extension("sql-certificate", "sql", {
            settings: settings([rdp], ref("hosts", "clientId"), { requireInitialSync: true }),
          })
        : one,
    );
    expect(await rule.judge({ estate: estateOf(waiting), settings: defaultSettings })).toMatchObject([
      {
        verdict: "broken",
        fix: "Grant access before the extension, without waiting for it or for what waits for it: reads.",
      },
    ]);
  });

  test("is none where the extension does not wait, or where nothing waits for it", async () => {
    expect(await both(system("3.0", false, true))).toEqual(["holds sql-certificate"]);
    expect(await both(system("4.0", true, false))).toEqual(["holds sql-certificate"]);
  });
});

test.each([undefined, "", "rdp-listener"])("of the url %p another rule speaks", async (url) => {
  const declared = stack(rbac).map((one) =>
    one.name === "sql-certificate"
      ? extension("sql-certificate", "sql", { settings: settings([{ ...rdp, url }], ref("hosts", "clientId")) })
      : one,
  );
  expect(await both(declared)).toEqual(["holds sql-certificate"]);
});

test("only the RDP certificate is judged", async () => {
  const shared = settings(
    [{ url: "https://ops-vault.vault.azure.net/secrets/shop-site", accounts: ["Network Service"] }],
    ref("hosts", "clientId"),
  );
  const webServer = [machine("web", { tags: {}, ...user("hosts") }), extension("e", "web", { settings: shared })];
  expect(await words(rule, [rbac, identity("hosts"), ...webServer])).toEqual([]);
  const site = settings([{ url: "https://ops-vault.vault.azure.net/secrets/shop-site" }], ref("hosts", "clientId"));
  const declared = stack(rbac).map((one) =>
    one.name === "sql-certificate" ? extension("e", "sql", { settings: site }) : one,
  );
  expect(await words(rule, declared)).toEqual([]);
});

test("providedElsewhere.vaultAccess speaks for a host", async () => {
  const asked = { settings: { providedElsewhere: { vaultAccess: ["sql"] } } };
  expect(await words(rule, stack(rbac), asked)).toEqual(["holds sql-certificate"]);
});

test("settings built as a whole are followed through what they were made from", async () => {
  const made = [...stack(rbac, certificate("rdp-listener", "ops")).filter(({ name }) => name !== "sql-certificate")];
  const built = extension(
    "sql-certificate",
    "sql",
    { settings: unknownValue },
    { propertyDependencies: { settings: ["hosts", "rdp-listener"] } },
  );
  expect(await words(rule, [...made, built])).toEqual(["broken sql-certificate"]);
  expect(await words(rule, [...made, built, role("reads", onVault)])).toEqual(["holds sql-certificate"]);
});

describe("what an open case asks for settles it", () => {
  const hubIdentity =
    "/subscriptions/s/resourceGroups/hub/providers/Microsoft.ManagedIdentity/userAssignedIdentities/hub-id";
  const hubHost = [
    rbac,
    machine("sql", { identity: { type: "UserAssigned", userAssignedIdentities: [hubIdentity] } }),
    extension("sql-certificate", "sql", { settings: settings([rdp], guidOf("client of hub")) }),
  ];
  const hub = { type: "azure-native:managedidentity:UserAssignedIdentity", name: "hub" };
  const orElsewhere = ", or name the host in rdp904:providedElsewhere.vaultAccess";
  const definition = (permissions: unknown): Declared => ({
    type: "azure-native:authorization:RoleDefinition",
    name: "own",
    inputs: { roleDefinitionId: "0c7e5c1e-7d4b-4a39-8f1e-5b0f6a2d9c11", permissions },
  });
  const byOwn = role("reads", { ...onVault, roleDefinitionId: roleId("0c7e5c1e-7d4b-4a39-8f1e-5b0f6a2d9c11") });
  const getsSecrets = definition([{ dataActions: ["Microsoft.KeyVault/vaults/secrets/getSecret/action"] }]);
  const toGroup = { ...onVault, principalId: "9d1c0a1b-5f0e-4c7a-9a55-0a4f4a1f7e21", principalType: "Group" };
  const atVault = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/ops-vault";

  test.each<[string, Declared[], string, Declared[]]>([
    [
      "a group's members",
      stack(rbac, role("reads", toGroup)),
      `let reads give it to the identity itself${orElsewhere}`,
      stack(rbac, role("reads", toGroup), role("reads-itself", onVault)),
    ],
    [
      "a role of another stack",
      stack(rbac, byOwn),
      "assign Key Vault Secrets User, or name the stack that defines the role in rdp904:knownResources" + orElsewhere,
      stack(rbac, byOwn, getsSecrets),
    ],
    [
      "what a role allows",
      stack(rbac, definition(unknownValue), byOwn),
      `make permissions of own known${orElsewhere}`,
      stack(rbac, getsSecrets, byOwn),
    ],
    [
      "an identity of another stack",
      hubHost,
      `name the stack of the identity in rdp904:knownResources${orElsewhere}`,
      [
        ...hubHost,
        { ...hub, inputs: { resourceName: "hub-id", resourceGroupName: "hub" } },
        role("reads", { scope: ref("ops"), principalId: principal("hub") }),
      ],
    ],
    [
      "a vault of another stack",
      stack(vault("unrelated")),
      "assign the role at the vault itself, or name the stack of the vault in rdp904:knownResources" + orElsewhere,
      stack(vault("unrelated"), role("reads", { ...onVault, scope: atVault })),
    ],
    [
      "a machine of another stack",
      [rbac, identity("hosts"), elsewhere(undefined), role("reads", onVault)],
      "name the stack of the machine in rdp904:knownResources",
      [
        rbac,
        identity("hosts"),
        machine("elsewhere", { vmName: "elsewhere", ...user("hosts") }),
        elsewhere(undefined),
        role("reads", onVault),
      ],
    ],
    [
      "a vault of another stack, for a machine of another stack",
      [identity("hosts"), elsewhere(ref("hosts", "clientId"))],
      "assign the role at the vault itself, or name the stack of the vault in rdp904:knownResources",
      [identity("hosts"), elsewhere(ref("hosts", "clientId")), rbac, role("reads", onVault)],
    ],
  ])("%s", async (_, open, settle, done) => {
    const judged = await rule.judge({ estate: deployedEstateOf(open), settings: defaultSettings });
    expect(judged).toMatchObject([{ verdict: "undecided", settle }]);
    expect((await words(rule, done, { deployed: true })).join()).toMatch(/^holds/);
  });
  test("a scope in words, while the name of the vault is not known", async () => {
    const made = extension(
      "sql-certificate",
      "sql",
      { settings: settings([{ ...rdp, url: unknownValue }], ref("hosts", "clientId")) },
      { propertyDependencies: { settings: ["hosts", "ops"] } },
    );
    const unnamed = vault("ops", { enableRbacAuthorization: true }, { vaultName: unknownValue });
    const host = [unnamed, identity("hosts"), machine("sql", user("hosts")), made];
    const estate = estateOf([...host, role("reads", { ...onVault, scope: atVault })]);
    expect(await rule.judge({ estate, settings: defaultSettings })).toMatchObject([
      { verdict: "undecided", settle: `make scope of reads from the id of the vault${orElsewhere}` },
    ]);
    expect(await words(rule, [...host, role("reads", onVault)])).toEqual(["holds sql-certificate"]);
  });
});
