/** Who deploys to the offline Azure: invented, recognisable ids and a documentation address (RFC 5737). */
export const offlineClient = {
  subscriptionId: "00000000-0000-0000-0000-000000000904",
  tenantId: "00000000-0000-0000-0000-00000000000a",
  clientId: "00000000-0000-0000-0000-00000000000b",
  objectId: "00000000-0000-0000-0000-00000000000c",
  address: "203.0.113.9",
} as const;
