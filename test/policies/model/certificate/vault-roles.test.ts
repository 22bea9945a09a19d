import {
  allowsGetSecret,
  permissionsReadSecrets,
  roleName,
  secretAccessOf,
  vaultRoles,
} from "../../../../policies/model/certificate/vault-roles";

const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";

test.each([
  [secretsUser, "reads"],
  [secretsUser.toUpperCase(), "reads"],
  [`/providers/Microsoft.Authorization/roleDefinitions/${secretsUser}`, "reads"],
  [`/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${secretsUser}/`, "reads"],
  ["Key Vault Secrets User", "reads"],
  ["key vault  administrator", "reads"],
  ["Key Vault Certificate User", "reads"],
  ["Key Vault Contributor", "none"],
  ["Key Vault Reader", "none"],
  ["Owner", "none"],
  ["a4417e6f-fecd-4de8-b567-7b0420556985", "none"],
  ["Our Own Role", "unknown"],
  ["00000000-0000-0000-0000-000000000000", "unknown"],
  ["", "unknown"],
])("the role %p: %s", (role, access) => {
  expect(secretAccessOf(role)).toBe(access);
});

test("a role is called by its name, and one of somebody's own as it is written", () => {
  expect(roleName(`/providers/x/roleDefinitions/${secretsUser}`)).toBe("Key Vault Secrets User");
  expect(roleName("Our Own Role")).toBe("Our Own Role");
});

test("no two roles share an id or a name", () => {
  expect(new Set(vaultRoles.flatMap(({ id, name }) => [id, name.toLowerCase()])).size).toBe(2 * vaultRoles.length);
});

const get = "Microsoft.KeyVault/vaults/secrets/getSecret/action";
test.each<[string[], string[], boolean]>([
  [[get], [], true],
  [[get.toLowerCase()], [], true],
  [["*"], [], true],
  [["Microsoft.KeyVault/vaults/*"], [], true],
  [["Microsoft.KeyVault/vaults/secrets/*/action"], [], true],
  [["*/getSecret/*"], [], true],
  [["Microsoft.KeyVault/*/secrets/*t/action"], [], true],
  [["Microsoft.KeyVault/vaults/secrets/readMetadata/action"], [], false],
  [["Microsoft.KeyVault/vaults/keys/*"], [], false],
  [["Microsoft.KeyVault/vaults/secrets/getSecret/actio*on"], [], false],
  [[], [], false],
  [["*"], [get], false],
  [["*"], ["Microsoft.KeyVault/vaults/secrets/setSecret/action"], true],
])("data actions %j less %j let a holder read a secret: %p", (allowed, excluded, reads) => {
  expect(allowsGetSecret(allowed, excluded)).toBe(reads);
});

test.each<[string[], boolean]>([
  [["get"], true],
  [["List", "GET"], true],
  [["all"], true],
  [["list", "set"], false],
  [[], false],
])("an access policy with %j reads secrets: %p", (permissions, reads) => {
  expect(permissionsReadSecrets(permissions)).toBe(reads);
});
