import { parseAddress } from "../../../../policies/model/network/parse-address";
import { decideWay, type Level } from "../../../../policies/model/network/passage";
import { addressParty, hostParty } from "../../../../policies/model/network/endpoint";
import type { Flow } from "../../../../policies/model/network/decide";
import { spaceOf } from "../../../../policies/model/network/service-tags";
import { rule, ruleSet } from "./written-rules";

const set = (text: string): ReturnType<typeof addressParty>["within"] => parseAddress(text)!.set;
const flow: Flow = {
  direction: "inbound",
  protocol: "tcp",
  port: 3389,
  far: addressParty(set("198.51.100.0/24")),
  host: hostParty(set("10.0.0.4"), { known: new Set(), complete: true }),
  network: spaceOf(set("10.0.0.0/16"), true),
};
const level = (candidates: Level["candidates"], open = false): Level => ({ candidates, open });
const opened = ruleSet([rule("allow-rdp", 300, "Allow")]);
const half = ruleSet([
  rule("deny-half", 200, "Deny", { sources: ["198.51.100.0/25"] }),
  rule("allow-rdp", 300, "Allow"),
]);
const closed = ruleSet([]);

function way(...levels: Level[]): string[] {
  return decideWay(levels, flow).map((passage) => {
    const by = passage.rulings.map((ruling) => ruling.piece.rule?.name ?? "nothing");
    return `${passage.outcome} by ${by.join(" and ")}`;
  });
}

test("both levels must let a client through", () => {
  expect(way(level([opened]), level([opened]))).toEqual(["allow by allow-rdp and allow-rdp"]);
  expect(way(level([opened]), level([closed]))).toEqual(["deny by DenyAllInBound"]);
  expect(way(level([closed]), level([opened]))).toEqual(["deny by DenyAllInBound"]);
});

test("a level without a security group lets everything through", () => {
  expect(way(level([undefined]), level([undefined]))).toEqual(["allow by nothing and nothing"]);
});

test("each level takes its own part of the clients", () => {
  expect(way(level([half]), level([opened]))).toEqual(["deny by deny-half", "allow by allow-rdp and allow-rdp"]);
});

test("candidates that agree decide, candidates that differ do not", () => {
  expect(way(level([closed, ruleSet([])]))).toEqual(["deny by DenyAllInBound and DenyAllInBound"]);
  expect(way(level([half, opened]))).toEqual([
    "undecided by deny-half and allow-rdp",
    "allow by allow-rdp and allow-rdp",
  ]);
});

test("an unknown group at one level does not matter where the other surely denies", () => {
  expect(way(level([], true), level([half]))).toEqual(["deny by deny-half", "undecided by nothing"]);
});
