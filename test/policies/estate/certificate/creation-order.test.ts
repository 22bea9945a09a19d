import { comesAfter } from "../../../../policies/estate/certificate/vault-access";
import { ref, type Declared } from "../../../../policies/testing";
import { estateOf } from "../../../../policies/testing/estate-of";

const one = (name: string, more: Partial<Declared> = {}): Declared => ({
  type: `test:index:${name}`,
  name,
  inputs: {},
  ...more,
});

function after(declared: readonly Declared[], first: string, second: string): boolean {
  const estate = estateOf(declared);
  const find = (name: string) => estate.resources.find((resource) => resource.name === name)!;
  return comesAfter(estate, find(second), find(first));
}

test("a resource comes after what it waits for, also through others and through a property", () => {
  const chain = [one("a"), one("b", { dependencies: ["a"] }), one("c", { inputs: { of: ref("b") } })];
  expect(after(chain, "a", "c")).toBe(true);
  expect(after(chain, "c", "a")).toBe(false);
});

test("a child comes after what its parent waits for", () => {
  expect(after([one("a"), one("p", { dependencies: ["a"] }), one("c", { parent: "p" })], "a", "c")).toBe(true);
});

test("a circle, which an engine would refuse, ends all the same", () => {
  expect(after([one("x"), one("a", { dependencies: ["b"] }), one("b", { dependencies: ["a"] })], "x", "a")).toBe(false);
});
