import { Deployed, Engine, Properties, resourceGroup, without } from "./engine";
import { certificatePolicy, certificatesOfficer, role } from "./estate";

const vault = "azure-native:keyvault:Vault";
const assignment = "azure-native:authorization:RoleAssignment";
const certificate = "azure:keyvault/certificate:Certificate";
const group = { resourceGroupName: "rg" };
const deployer = "00000000-0000-0000-0000-00000000000c";
let engine: Engine;

beforeEach(async () => {
  engine = await Engine.start();
  await resourceGroup(engine);
});

afterEach(async () => {
  await engine.stop();
});

function vaultWith(properties: Properties = {}, vaultName = "kv-904"): Promise<Deployed> {
  const needed = { sku: { family: "A", name: "standard" }, tenantId: "00000000-0000-0000-0000-00000000000a" };
  return engine.create(vault, "kv", { ...group, vaultName, properties: { ...needed, ...properties } });
}

function grant(scope: string, guid = certificatesOfficer, principalId = deployer): Promise<Deployed> {
  const inputs = { scope, principalId, principalType: "ServicePrincipal", roleDefinitionId: role(guid) };
  return engine.create(assignment, `${guid}-${principalId}`, inputs);
}

function issue(keyVaultId: string, policy: Properties = certificatePolicy): Promise<Deployed> {
  return engine.create(certificate, "rdp", { name: "rdp", keyVaultId, certificatePolicy: policy });
}

describe("a vault's name", () => {
  test("is taken as long as the deleted vault is kept", async () => {
    const old = await vaultWith();
    await engine.delete(vault, "kv", old);
    await expect(vaultWith()).rejects.toThrow('Code="ConflictError"');
  });

  test("is taken too after the group that held the vault was deleted, and after a restart", async () => {
    await vaultWith();
    const rg = await engine.read(
      "azure-native:resources:ResourceGroup",
      "rg",
      "/subscriptions/00000000-0000-0000-0000-000000000904/resourceGroups/rg",
    );
    await engine.delete("azure-native:resources:ResourceGroup", "rg", rg as Deployed);
    const next = await Engine.start({ folder: engine.folder });
    await resourceGroup(next);
    const properties = { sku: { family: "A", name: "standard" }, tenantId: "t" };
    await expect(next.create(vault, "kv", { ...group, vaultName: "KV-904", properties })).rejects.toThrow(
      "ConflictError",
    );
    await next.stop();
  });

  test("is free again for a create that recovers", async () => {
    await engine.delete(vault, "kv", await vaultWith());
    await expect(vaultWith({ createMode: "recover" })).resolves.toBeDefined();
  });

  test("is one in all of Azure", async () => {
    await vaultWith();
    await resourceGroup(engine, "other");
    const properties = { sku: { family: "A", name: "standard" }, tenantId: "t" };
    await expect(
      engine.create(vault, "kv", { resourceGroupName: "other", vaultName: "kv-904", properties }),
    ).rejects.toThrow('Code="VaultAlreadyExists"');
  });
});

test("purge protection cannot be switched off", async () => {
  await expect(vaultWith({ enablePurgeProtection: false })).rejects.toThrow("cannot be set to false");
  const old = await vaultWith({ enablePurgeProtection: true });
  const less = without(old.inputs["properties"], "enablePurgeProtection");
  const now = await engine.update(vault, "kv", old, { ...old.inputs, properties: less });
  expect(now.outputs["properties"]).toMatchObject({ enablePurgeProtection: true });
});

describe("a certificate", () => {
  test("is refused with ForbiddenByRbac while the deployer holds no fitting role", async () => {
    const kv = await vaultWith({ enableRbacAuthorization: true });
    await expect(issue(kv.id)).rejects.toThrow('InnerError={"code":"ForbiddenByRbac"}');
    await grant(kv.id, "4633458b-17de-408a-b874-0445c86b69e6");
    await expect(issue(kv.id)).rejects.toThrow("ForbiddenByRbac");
    await grant(kv.id, certificatesOfficer, "00000000-0000-0000-0000-0000000000ff");
    await expect(issue(kv.id)).rejects.toThrow("ForbiddenByRbac");
    await grant(kv.id);
    await expect(issue(kv.id)).resolves.toBeDefined();
  });

  test("may be created with a role on the group above the vault, or as administrator", async () => {
    const kv = await vaultWith({ enableRbacAuthorization: true });
    await grant(kv.id.slice(0, kv.id.indexOf("/providers/")), "00482a5a-887f-4fb3-b363-3b7fe8e74483");
    await expect(issue(kv.id)).resolves.toBeDefined();
  });

  test("is refused as long as a role has not taken effect", async () => {
    const fault = { type: "authorization:RoleAssignment", kind: "takes-effect-late" as const, delayMs: 3_600_000 };
    const late = await Engine.start({ folder: engine.folder, faults: [fault] });
    const properties = { sku: { family: "A", name: "standard" }, tenantId: "t", enableRbacAuthorization: true };
    const kv = await late.create(vault, "kv", { ...group, vaultName: "kv-late", properties });
    const inputs = { scope: kv.id, principalId: deployer, roleDefinitionId: role(certificatesOfficer) };
    await late.create(assignment, "officer", inputs);
    await expect(
      late.create(certificate, "rdp", { name: "rdp", keyVaultId: kv.id, certificatePolicy }),
    ).rejects.toThrow("ForbiddenByRbac");
    await late.stop();
  });

  test("needs an access policy where the vault uses policies, and a role does not help there", async () => {
    const kv = await vaultWith();
    await grant(kv.id);
    await expect(issue(kv.id)).rejects.toThrow("ForbiddenByPolicy");
    const policy = { objectId: deployer, tenantId: "t", permissions: { certificates: ["get", "create"] } };
    const open = await vaultWith({ accessPolicies: [policy] }, "kv-905");
    await expect(issue(open.id)).resolves.toBeDefined();
  });

  test("is refused with ForbiddenByFirewall unless the deployer's address is admitted", async () => {
    const acls = (value: string): Properties => ({
      networkAcls: { bypass: "AzureServices", defaultAction: "Deny", ipRules: [{ value }] },
    });
    const shut = await vaultWith({ enableRbacAuthorization: true, ...acls("192.0.2.0/24") });
    await grant(shut.id);
    await expect(issue(shut.id)).rejects.toThrow('InnerError={"code":"ForbiddenByFirewall"}');
    const open = await vaultWith({ enableRbacAuthorization: true, ...acls("203.0.113.0/24") }, "kv-905");
    await engine.create(assignment, "second", {
      scope: open.id,
      principalId: deployer,
      principalType: "ServicePrincipal",
      roleDefinitionId: role(certificatesOfficer),
    });
    await expect(issue(open.id)).resolves.toBeDefined();
  });

  test("is refused by a vault without public access", async () => {
    const kv = await vaultWith({ enableRbacAuthorization: true, publicNetworkAccess: "Disabled" });
    await grant(kv.id);
    await expect(issue(kv.id)).rejects.toThrow("ForbiddenByConnection");
  });

  test("needs a vault that exists", async () => {
    await expect(issue("/subscriptions/x/vaults/none")).rejects.toThrow("was not found");
  });

  test.each([
    ["one of", { certificatePolicy: undefined }],
    ["key_usage", { keyUsages: ["digitalsignature"] }],
    ["BadParameter", { subject: "host.example" }],
    ["BadParameter", { validityInMonths: 1 }],
  ])("is refused with %s for %j", async (words, change) => {
    const kv = await vaultWith({ enableRbacAuthorization: true });
    await grant(kv.id);
    const x509CertificateProperties = { ...(certificatePolicy["x509CertificateProperties"] as Properties), ...change };
    const inputs =
      "certificatePolicy" in change
        ? { name: "rdp", keyVaultId: kv.id }
        : { name: "rdp", keyVaultId: kv.id, certificatePolicy: { ...certificatePolicy, x509CertificateProperties } };
    await expect(engine.create(certificate, "rdp", inputs)).rejects.toThrow(words);
  });

  describe("that exists", () => {
    let kv: Deployed;
    let old: Deployed;

    beforeEach(async () => {
      kv = await vaultWith({ enableRbacAuthorization: true });
      await grant(kv.id);
      old = await issue(kv.id);
    });

    test("has an id with its version and secret ids with and without", () => {
      const version = String(old.outputs["version"]);
      expect(old.id).toBe(`https://kv-904.vault.azure.net/certificates/rdp/${version}`);
      expect(old.outputs).toMatchObject({
        secretId: `https://kv-904.vault.azure.net/secrets/rdp/${version}`,
        versionlessSecretId: "https://kv-904.vault.azure.net/secrets/rdp",
        thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/) as string,
      });
    });

    test("cannot be created a second time", async () => {
      await expect(issue(kv.id)).rejects.toThrow("already exists");
    });

    test("keeps its version when only its renewal changes, and gets another with another subject", async () => {
      const later = [{ action: { actionType: "AutoRenew" }, trigger: { lifetimePercentage: 80 } }];
      const renewed = await engine.update(certificate, "rdp", old, {
        ...old.inputs,
        certificatePolicy: { ...certificatePolicy, lifetimeActions: later },
      });
      expect(renewed.outputs["version"]).toBe(old.outputs["version"]);
      const x509CertificateProperties = {
        ...(certificatePolicy["x509CertificateProperties"] as Properties),
        subject: "CN=b",
      };
      const changed = await engine.update(certificate, "rdp", old, {
        ...old.inputs,
        certificatePolicy: { ...certificatePolicy, x509CertificateProperties },
      });
      expect(changed.outputs["version"]).not.toBe(old.outputs["version"]);
    });

    test("is found by a refresh, and is gone with its vault", async () => {
      expect(await engine.read(certificate, "rdp", old.id, old)).toEqual(old);
      await engine.delete(vault, "kv", kv);
      expect(await engine.read(certificate, "rdp", old.id, old)).toBeUndefined();
    });

    test("is replaced when its vault or name changes", async () => {
      const moved = await engine.diff(certificate, "rdp", old, { ...old.inputs, name: "other" });
      expect(moved.getReplacesList()).toEqual(["name"]);
    });
  });
});

describe("a role assignment", () => {
  test("needs a scope that exists, a principal that is a GUID, and a role", async () => {
    const kv = await vaultWith();
    const good = { scope: kv.id, principalId: deployer, roleDefinitionId: role(certificatesOfficer) };
    const create = (more: Properties): Promise<Deployed> => engine.create(assignment, "a", { ...good, ...more });
    await expect(create({ scope: `${kv.id}-not` })).rejects.toThrow('Code="ResourceNotFound"');
    await expect(create({ principalId: "me" })).rejects.toThrow('Code="InvalidPrincipalId"');
    await expect(create({ roleDefinitionId: "Owner" })).rejects.toThrow('Code="InvalidRoleDefinitionId"');
  });

  test("of one role to one principal exists once on a scope", async () => {
    const kv = await vaultWith();
    await grant(kv.id);
    const again = { scope: kv.id, principalId: deployer, roleDefinitionId: role(certificatesOfficer) };
    await expect(engine.create(assignment, "again", again)).rejects.toThrow('Code="RoleAssignmentExists"');
  });

  test("to a managed identity must not call it a user", async () => {
    const kv = await vaultWith();
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

test("a secret's value goes in and never comes out", async () => {
  await vaultWith();
  const inputs = { ...group, vaultName: "kv-904", secretName: "s", properties: { value: "hidden" } };
  const { outputs } = await engine.create("azure-native:keyvault:Secret", "s", inputs);
  expect(outputs["properties"]).toMatchObject({ secretUri: "https://kv-904.vault.azure.net/secrets/s" });
  expect(JSON.stringify(outputs)).not.toContain("hidden");
});

test("a classic certificate without a name gets one in lower case", async () => {
  const { inputs } = await engine.check(certificate, "RdpHost", { keyVaultId: "x" });
  expect(inputs).toMatchObject({ name: expect.stringMatching(/^rdphost[0-9a-f]{8}$/) as string, __defaults: ["name"] });
});
