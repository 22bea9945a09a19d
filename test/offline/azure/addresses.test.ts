import { addressAt, contains, overlaps, parseAddress, parsePrefix } from "../../../offline/azure/arm/addresses";

const prefix = (text: string): NonNullable<ReturnType<typeof parsePrefix>> => {
  const found = parsePrefix(text);
  if (found === undefined) throw new Error(text);
  return found;
};

test.each(["10.0.0.0", "10.0.0.0/33", "10.0.0/24", "x/8", "", "10.0.0.0/-1"])("%p is no prefix", (text) => {
  expect(parsePrefix(text)).toBeUndefined();
});

test.each([
  ["10.0.0.5/24", "10.0.0.0/24"],
  ["10.1.2.3/0", "0.0.0.0/0"],
  ["fd00::1/64", "fd00::/64"],
])("%s has host bits and belongs to %s", (text, network) => {
  expect(prefix(text)).toMatchObject({ hasHostBits: true, network });
  expect(prefix(network)).toMatchObject({ hasHostBits: false, network });
});

test("a prefix contains what lies in it, overlaps what touches it, and never one of the other family", () => {
  expect(contains(prefix("10.0.0.0/8"), prefix("10.255.255.0/24"))).toBe(true);
  expect(contains(prefix("10.0.0.0/24"), prefix("10.0.0.0/23"))).toBe(false);
  expect(overlaps(prefix("10.0.0.0/24"), prefix("10.0.0.0/23"))).toBe(true);
  expect(overlaps(prefix("10.0.0.0/24"), prefix("10.0.1.0/24"))).toBe(false);
  expect(contains(prefix("0.0.0.0/0"), prefix("::/0"))).toBe(false);
});

test("addresses are counted from the first of a range, also across an octet", () => {
  expect(addressAt(prefix("10.0.0.0/23"), 256n)).toBe("10.0.1.0");
  expect(addressAt(prefix("fd00::/64"), 10n)).toBe("fd00::a");
});

test.each(["10.1", "010.0.0.1", "1e3", "300.0.0.1"])("%p is no address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});
