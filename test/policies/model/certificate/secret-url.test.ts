import { namesNoVaultObject, parseVaultObjectUrl } from "../../../../policies/model/certificate/secret-url";

test.each([
  ["https://kv-1.vault.azure.net/secrets/rdp", { vaultName: "kv-1", collection: "secrets", name: "rdp" }],
  ["https://KV-1.VAULT.azure.net:443/Secrets/Rdp-1/", { vaultName: "kv-1", collection: "secrets", name: "Rdp-1" }],
  [" https://kv.vault.azure.cn/secrets/a ", { vaultName: "kv", collection: "secrets", name: "a" }],
  ["https://kv.vault.usgovcloudapi.net/keys/a", { vaultName: "kv", collection: "keys", name: "a" }],
  [
    "https://kv.vault.azure.net/certificates/a/0123456789abcdef",
    { vaultName: "kv", collection: "certificates", name: "a", version: "0123456789abcdef" },
  ],
])("%s names an object of a vault", (url, parts) => {
  expect(parseVaultObjectUrl(url)).toEqual(parts);
});

test.each([
  "",
  "rdp",
  "http://kv.vault.azure.net/secrets/rdp",
  "https://kv.vault.azure.net/secrets",
  "https://kv.vault.azure.net/storage/rdp",
  "https://kv.vault.azure.net/secrets/a/b/c",
  "https://kv.vault.azure.net.example.com/secrets/rdp",
  "https://kv.privatelink.vaultcore.azure.net/secrets/rdp",
  "https://kv.blob.core.windows.net/secrets/rdp",
  "https://[::1/secrets/rdp",
])("%p names none", (url) => {
  expect(parseVaultObjectUrl(url)).toBeUndefined();
});

test.each([
  "",
  "rdp",
  "http://kv.vault.azure.net/secrets/rdp",
  "https://kv.vault.azure.net/",
  "https://kv.vault.azure.net/rdp",
])("nothing can be fetched from %p", (url) => {
  expect(namesNoVaultObject(url)).toBe(true);
});

test.each(["https://kv.vault.azure.net/secrets/rdp", "https://keys.contoso.com/secrets/rdp", "https://contoso.com"])(
  "something may be fetched from %p",
  (url) => {
    expect(namesNoVaultObject(url)).toBe(false);
  },
);
