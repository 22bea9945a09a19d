import { Deployed, Engine, Properties, resourceGroup } from "./engine";
import { certificatesOfficer, role } from "./estate";
import { assignment, deployer, group, VaultParts } from "./vault-parts";

let engine: Engine;
let parts: VaultParts;

beforeEach(async () => {
  engine = await Engine.start();
  parts = new VaultParts(engine);
  await resourceGroup(engine);
});

afterEach(async () => {
  await engine.stop();
});

describe("a role assignment", () => {
  test("needs a scope that exists, a principal that is a GUID, and a role", async () => {
    const kv = await parts.vaultWith();
    const good = { scope: kv.id, principalId: deployer, roleDefinitionId: role(certificatesOfficer) };
    const create = (more: Properties): Promise<Deployed> => engine.create(assignment, "a", { ...good, ...more });
    await expect(create({ scope: `${kv.id}-not` })).rejects.toThrow('Code="ResourceNotFound"');
    await expect(create({ principalId: "me" })).rejects.toThrow('Code="InvalidPrincipalId"');
    await expect(create({ roleDefinitionId: "Owner" })).rejects.toThrow('Code="InvalidRoleDefinitionId"');
  });

  test("of one role to one principal exists once on a scope", async () => {
    const kv = await parts.vaultWith();
    await parts.grant(kv.id);
    const again = { scope: kv.id, principalId: deployer, roleDefinitionId: role(certificatesOfficer) };
    await expect(engine.create(assignment, "again", again)).rejects.toThrow('Code="RoleAssignmentExists"');
  });

  test("to a managed identity must not call it a user", async () => {
    const kv = await parts.vaultWith();
    const reader = await engine.create("azure-native:managedidentity:UserAssignedIdentity", "reader", group);
    const inputs = {
      scope: kv.id,
      principalId: reader.outputs["principalId"],
      principalType: "User",
      roleDefinitionId: role(certificatesOfficer),
    };
    await expect(engine.create(assignment, "a", inputs)).rejects.toThrow('Code="UnmatchedPrincipalType"');
    await expect(
      engine.create(assignment, "a", { ...inputs, principalType: "ServicePrincipal" }),
    ).resolves.toBeDefined();
  });
});
