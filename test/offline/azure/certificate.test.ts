import { Deployed, Engine, Properties, resourceGroup } from "./engine";
import { certificatePolicy, certificatesOfficer, role } from "./estate";
import { group, assignment, certificate, deployer, vault, VaultParts } from "./vault-parts";

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

describe("a certificate", () => {
  test("is refused with ForbiddenByRbac while the deployer holds no fitting role", async () => {
    const kv = await parts.vaultWith({ enableRbacAuthorization: true });
    await expect(parts.issue(kv.id)).rejects.toThrow('InnerError={"code":"ForbiddenByRbac"}');
    await parts.grant(kv.id, "4633458b-17de-408a-b874-0445c86b69e6");
    await expect(parts.issue(kv.id)).rejects.toThrow("ForbiddenByRbac");
    await parts.grant(kv.id, certificatesOfficer, "00000000-0000-0000-0000-0000000000ff");
    await expect(parts.issue(kv.id)).rejects.toThrow("ForbiddenByRbac");
    await parts.grant(kv.id);
    await expect(parts.issue(kv.id)).resolves.toBeDefined();
  });

  test("may be created with a role on the group above the vault, or as administrator", async () => {
    const kv = await parts.vaultWith({ enableRbacAuthorization: true });
    await parts.grant(kv.id.slice(0, kv.id.indexOf("/providers/")), "00482a5a-887f-4fb3-b363-3b7fe8e74483");
    await expect(parts.issue(kv.id)).resolves.toBeDefined();
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
    const kv = await parts.vaultWith();
    await parts.grant(kv.id);
    await expect(parts.issue(kv.id)).rejects.toThrow("ForbiddenByPolicy");
    const policy = { objectId: deployer, tenantId: "t", permissions: { certificates: ["get", "create"] } };
    const open = await parts.vaultWith({ accessPolicies: [policy] }, "kv-905");
    await expect(parts.issue(open.id)).resolves.toBeDefined();
  });

  test("is refused with ForbiddenByFirewall unless the deployer's address is admitted", async () => {
    const acls = (value: string): Properties => ({
      networkAcls: { bypass: "AzureServices", defaultAction: "Deny", ipRules: [{ value }] },
    });
    const shut = await parts.vaultWith({ enableRbacAuthorization: true, ...acls("192.0.2.0/24") });
    await parts.grant(shut.id);
    await expect(parts.issue(shut.id)).rejects.toThrow('InnerError={"code":"ForbiddenByFirewall"}');
    const open = await parts.vaultWith({ enableRbacAuthorization: true, ...acls("203.0.113.0/24") }, "kv-905");
    await engine.create(assignment, "second", {
      scope: open.id,
      principalId: deployer,
      principalType: "ServicePrincipal",
      roleDefinitionId: role(certificatesOfficer),
    });
    await expect(parts.issue(open.id)).resolves.toBeDefined();
  });

  test("is refused by a vault without public access", async () => {
    const kv = await parts.vaultWith({ enableRbacAuthorization: true, publicNetworkAccess: "Disabled" });
    await parts.grant(kv.id);
    await expect(parts.issue(kv.id)).rejects.toThrow("ForbiddenByConnection");
  });

  test("needs a vault that exists", async () => {
    await expect(parts.issue("/subscriptions/x/vaults/none")).rejects.toThrow("was not found");
  });

  test.each([
    ["one of", { certificatePolicy: undefined }],
    ["key_usage", { keyUsages: ["digitalsignature"] }],
    ["BadParameter", { subject: "host.example" }],
    ["BadParameter", { validityInMonths: 1 }],
  ])("is refused with %s for %j", async (words, change) => {
    const kv = await parts.vaultWith({ enableRbacAuthorization: true });
    await parts.grant(kv.id);
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
      kv = await parts.vaultWith({ enableRbacAuthorization: true });
      await parts.grant(kv.id);
      old = await parts.issue(kv.id);
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
      await expect(parts.issue(kv.id)).rejects.toThrow("already exists");
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

test("a classic certificate without a name gets one in lower case", async () => {
  const { inputs } = await engine.check(certificate, "RdpHost", { keyVaultId: "x" });
  expect(inputs).toMatchObject({ name: expect.stringMatching(/^rdphost[0-9a-f]{8}$/) as string, __defaults: ["name"] });
});
