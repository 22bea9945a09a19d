/** A resource type, told apart from the version that its token may carry. */
export interface ResourceType {
  readonly provider: "azure-native" | "azure";
  /** Folder of the SDK package: `network`, `keyvault`. */
  readonly module: string;
  readonly name: string;
  /** `compute:VirtualMachine`, or `azure:keyvault/certificate:Certificate` for the classic provider. */
  readonly key: string;
}

const nativeToken = /^azure-native(?:_[a-z0-9]+_v\w+)?:([a-z0-9]+)(?:\/v\w+)?:(\w+)$/i;
const classicToken = /^azure:([a-z0-9]+)\/\w+:(\w+)$/i;

/**
 * Understands `azure-native:network:Subnet`, `azure-native:network/v20230901:Subnet`, the local package's
 * `azure-native_network_v20230901:network:Subnet` and classic `azure:keyvault/certificate:Certificate`.
 */
export function parseToken(token: string): ResourceType | undefined {
  const native = nativeToken.exec(token);
  if (native?.[1] && native[2]) {
    return { provider: "azure-native", module: native[1], name: native[2], key: `${native[1]}:${native[2]}` };
  }
  const classic = classicToken.exec(token);
  if (classic?.[1] && classic[2]) return { provider: "azure", module: classic[1], name: classic[2], key: token };
  return undefined;
}

/** The type token in a URN: of `a$b` the last. */
export function tokenOfUrn(urn: string): string {
  const qualified = urn.split("::")[2] ?? "";
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}

/** The resource's Pulumi name, which may itself contain `::`. */
export function nameOfUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
