import fc from "fast-check";
import type { PlainRule } from "./oracle";

export const networkAddresses = listed("10.0.0.", 0, 8);
export const companyAddresses = listed("10.0.0.", 8, 16);
export const publicV4 = listed("203.0.113.", 0, 16);
export const publicV6 = listed("2001:db8::", 0, 8);
export const platform = ["168.63.129.16"];
export const everyAddress = [...networkAddresses, ...companyAddresses, ...publicV4, ...publicV6, ...platform];

function listed(start: string, from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => `${start}${from + index}`);
}

// A prefix begins at its first address, as Azure wants it.
const block = (start: string, highest: number, bits: number, shortest: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: 0, max: highest }), fc.integer({ min: shortest, max: bits }))
    .map(([last, length]) => `${start}${last - (last % 2 ** (bits - length))}/${length}`);

const prefix = fc.oneof(
  block("10.0.0.", 15, 32, 27),
  block("203.0.113.", 15, 32, 27),
  block("2001:db8::", 7, 128, 124),
  fc.constantFrom("0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.3", "203.0.113.9"),
);
const plainTag = fc.constantFrom("VirtualNetwork", "Internet", "INTERNET", "AzureLoadBalancer", "virtualnetwork");
const symbolicTag = fc.constantFrom("Storage", "storage.westeurope", "AzureCloud", "Sql");
const group = fc.constantFrom("asg:web", "asg:jump");

/** What one side of a rule says; `symbolic` adds tags and groups whose members only a world tells. */
function side(symbolic: boolean): fc.Arbitrary<string[]> {
  const exact = fc.oneof(
    { weight: 2, arbitrary: fc.constant<string[]>(["*"]) },
    { weight: 4, arbitrary: fc.array(prefix, { minLength: 1, maxLength: 3 }) },
    { weight: 2, arbitrary: plainTag.map((tag): string[] => [tag]) },
  );
  if (!symbolic) return exact;
  const open = fc.oneof(
    symbolicTag.map((tag): string[] => [tag]),
    fc.uniqueArray(group, { minLength: 1, maxLength: 2 }).map((groups): string[] => groups),
  );
  return fc.oneof({ weight: 3, arbitrary: exact }, { weight: 2, arbitrary: open });
}

const ports: fc.Arbitrary<string[]> = fc.oneof(
  fc.constant<string[]>(["*"]),
  fc.constant<string[]>(["3389"]),
  fc.array(fc.constantFrom("22", "443", "3389", "3388-3390", "3300-3388", "0-65535", "3390"), {
    minLength: 1,
    maxLength: 3,
  }),
);
const sourcePorts: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<string[]>(["*"]) },
  { weight: 1, arbitrary: fc.constantFrom<string[]>(["3389"], ["50000-60000"], ["0-65535"], ["49152-51000", "3389"]) },
);

export const fields = {
  priority: fc.integer({ min: 100, max: 4096 }),
  direction: fc.constantFrom("Inbound", "inbound", "Outbound"),
  access: fc.constantFrom("Allow", "Deny", "deny"),
  protocol: fc.constantFrom("*", "Tcp", "TCP", "Udp", "Icmp"),
  sources: side(false),
  destinations: side(false),
  sourcePorts,
  destinationPorts: ports,
};

/** Rules of one security group: other names and other priorities throughout, as Azure wants it. */
export function rulesOf(
  symbolic: boolean,
  maxLength = 8,
  size: fc.SizeForArbitrary = "small",
): fc.Arbitrary<PlainRule[]> {
  const one = fc.record({ ...fields, sources: side(symbolic), destinations: side(symbolic) });
  return fc
    .uniqueArray(one, { selector: (rule) => rule.priority, maxLength, size })
    .map((rules) => rules.map((rule, index) => ({ name: `rule-${index}`, ...rule })));
}

function someOf(addresses: string[]): fc.Arbitrary<string[]> {
  return fc.subarray(addresses);
}

/** One way in which everything that no program tells could be: members of tags and groups, and of the network. */
export const world = fc
  .record({
    company: someOf(companyAddresses),
    storage: someOf([...publicV4, ...publicV6]),
    storageInRegion: someOf([...publicV4, ...publicV6]),
    azurecloud: someOf([...publicV4, ...publicV6]),
    sql: someOf([...publicV4, ...publicV6]),
    web: someOf(networkAddresses),
    jump: someOf(networkAddresses),
  })
  .map((members) => ({
    network: [...networkAddresses, ...members.company],
    tags: {
      storage: members.storage,
      "storage.westeurope": members.storageInRegion.filter((address) => members.storage.includes(address)),
      azurecloud: members.azurecloud,
      sql: members.sql,
    },
    groups: { web: members.web, jump: members.jump },
  }));
