import fc from "fast-check";
import { contains } from "../../../../policies/model/network/interval-set";
import { routedParts } from "../../../../policies/model/network/longest-prefix";
import { parseAddress } from "../../../../policies/model/network/parse-address";

const v4 = Array.from({ length: 16 }, (_, last) => `81.2.69.${last}`);
const v6 = Array.from({ length: 8 }, (_, last) => `2a02:6b8::${last}`);
const set = (text: string) => parseAddress(text)!.set;

const blockV4 = fc
  .tuple(fc.nat(15), fc.constantFrom(0, 1, 8, 28, 29, 30, 31, 32))
  .map(([last, length]) => `81.2.69.${last}/${length}`);
const blockV6 = fc
  .tuple(fc.nat(7), fc.constantFrom(0, 3, 64, 125, 126, 127, 128))
  .map(([last, length]) => `2a02:6b8::${last}/${length}`);
const prefixes = fc.array(fc.oneof(blockV4, blockV6), { maxLength: 8 });

/** The slow way: every address compared with every prefix, from the longest length down. */
function slowly(written: readonly string[], address: string): string | undefined {
  for (let length = 128; length >= 0; length--) {
    const found = written.find((text) => text.endsWith(`/${length}`) && holds(text, address));
    if (found !== undefined) return found;
  }
  return undefined;
}

function holds(prefix: string, address: string): boolean {
  const { v4, v6 } = set(prefix);
  const one = set(address);
  return one.v4.length > 0 ? contains(v4, one.v4[0]!) : contains(v6, one.v6[0]!);
}

test("each destination goes to the longest prefix that holds it, and no destination is lost or taken twice", () => {
  const property = fc.property(prefixes, fc.subarray([...v4, ...v6]), (written, destinations) => {
    const routes = written.map((text) => ({ text, addresses: set(text) }));
    const all = destinations
      .map(set)
      .reduce((a, b) => ({ v4: [...a.v4, ...b.v4], v6: [...a.v6, ...b.v6] }), set("10.0.0.0/32"));
    const parts = routedParts(routes, all);
    for (const address of destinations) {
      const one = set(address);
      const taking = parts.filter(({ addresses }) =>
        one.v4.length > 0 ? contains(addresses.v4, one.v4[0]!) : contains(addresses.v6, one.v6[0]!),
      );
      expect(taking.map(({ route }) => route?.text)).toEqual([slowly(written, address)]);
    }
  });
  fc.assert(property, { numRuns: 500 });
});

test("a destination that a range of routes splits is told in parts, the longest prefix first", () => {
  const routes = ["0.0.0.0/0", "81.2.69.0/25"].map((text) => ({ text, addresses: set(text) }));
  const parts = routedParts(routes, set("81.2.69.0/24")).map(({ route, addresses }) => [route?.text, addresses]);
  expect(parts).toEqual([
    ["81.2.69.0/25", set("81.2.69.0/25")],
    ["0.0.0.0/0", set("81.2.69.128/25")],
  ]);
});
