import { askedBefore, putBefore } from "../../../../policies/estate/network/precedence";

const deny = (priority: number | undefined) => ({ name: "deny-all", priority });

test.each([
  [200, " with a priority number below 200"],
  [101, " with a priority number below 101"],
  [100, ", and move deny-all behind it, because Azure takes no priority number below 100"],
  [undefined, ""],
])("a new rule comes before one at %s in a way that Azure takes", (priority, said) => {
  expect(askedBefore(deny(priority))).toBe(said);
});

test.each([
  [200, 1, "Give allow-rdp a priority number below 200"],
  [104, 4, "Give allow-rdp priority numbers below 104"],
  [103, 4, "Move deny-all behind allow-rdp, to higher priority numbers, 4096 at most"],
  [100, 1, "Move deny-all behind allow-rdp, to higher priority numbers, 4096 at most"],
])("before a rule at %s there is room for so many rules, else it moves itself: %s", (priority, count, said) => {
  expect(putBefore([deny(priority)], "allow-rdp", count)).toBe(said);
});
