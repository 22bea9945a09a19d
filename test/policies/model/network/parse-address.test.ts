import { everyV4, everyV6 } from "../../../../policies/model/network/address-set";
import { parseAddress } from "../../../../policies/model/network/parse-address";

const v4 = (text: string): readonly number[] | undefined => parseAddress(text)?.set.v4;

test("a prefix means its whole block, also when bits beyond its length are set, which is reported", () => {
  expect(parseAddress("10.0.0.0/24")).toEqual({ set: { v4: [0x0a000000, 0x0a000100], v6: [] }, hostBits: false });
  expect(parseAddress("10.0.0.77/24")).toEqual({ set: { v4: [0x0a000000, 0x0a000100], v6: [] }, hostBits: true });
});

test("an address means itself, and a range everything from its first to its last", () => {
  expect(v4("255.255.255.255")).toEqual([0xffffffff, 0x100000000]);
  expect(v4("10.0.0.5 - 10.0.0.9")).toEqual([0x0a000005, 0x0a00000a]);
});

test("a prefix of length zero means every address of its family and none of the other", () => {
  expect(parseAddress("0.0.0.0/0")!.set).toEqual(everyV4);
  expect(parseAddress("::/0")!.set).toEqual(everyV6);
});

test("IPv6 is read in its short and in its long form alike", () => {
  const short = parseAddress("2001:db8::/126")!.set;
  expect(short).toEqual(parseAddress("2001:0db8:0000:0000:0000:0000:0000:0000/126")!.set);
  expect(short.v6[1]! - short.v6[0]!).toBe(4n);
});

const refused = [
  "10.0.0.0/33",
  "10.0.0",
  "10.0.0.256",
  "010.0.0.1",
  "0x0a.0.0.1",
  "1.2.3.4.5",
  "1..2.3",
  "",
  "-",
  "a-b",
];
refused.push(
  "10.0.0.9-10.0.0.5",
  "10.0.0.1-::1",
  "2001:db8::/129",
  "fe80::1%eth0",
  "10.0.0.0/-1",
  "10.0.0.0/",
  "Internet",
);

test.each(refused)("%j is not an address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});
