import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, checkInput, checkOneOf, checkWhole, shown } from "../../components/argument-check";
import { recordResources, valueOf } from "./registered";

test("an error says the path, what was found and what is allowed, and Pulumi shows it without a stack", () => {
  const error = new ArgumentError("rdp: port", shown(0), "a whole number");
  expect(error.message).toBe("rdp: port is 0. Allowed: a whole number.");
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(error.stack).toBe(error.message);
});

test("an error is formatted as its message, whatever Pulumi hangs on it", () => {
  const error = Object.assign(new ArgumentError("rdp: port", shown(0), "a whole number"), {
    promise: { whole: "program" },
  });
  expect(inspect(error, { colors: true })).toBe(error.message);
});

test("an error keeps its message, though Pulumi writes properties before it that the user has never heard of", () => {
  const error = new ArgumentError("rdp: port", shown(0), "a whole number");
  error.message = `error serializing property "location": ${error.message}`;
  expect(error.message).toBe("rdp: port is 0. Allowed: a whole number.");
});

test.each([
  [undefined, "is missing"],
  [null, "is missing"],
  ["", 'is ""'],
  [{ a: 1 }, 'is {"a":1}'],
  [() => 0, "is function"],
])("%p is shown as: %s", (value, text) => {
  expect(shown(value)).toBe(text);
});

test("a long value is cut, so that a message stays one line", () => {
  expect(shown("a".repeat(1000)).length).toBeLessThan(140);
});

test.each([3.5, Number.NaN, "3", true, [3]])("%p is no whole number", (value) => {
  expect(() => checkWhole("n", value, { min: 1, max: 9 })).toThrow("Allowed: a whole number from 1 to 9.");
});

test("a choice is compared exactly, because ARM compares some of them so", () => {
  expect(() => checkOneOf("c", "allow", ["Allow"])).toThrow('c is "allow". Allowed: "Allow".');
});

test("a plain input is checked at once, and one that arrives later passes through the check and stays secret", async () => {
  await recordResources();
  expect(() => checkInput("bad", refuse)).toThrow("refused");
  const checked = checkInput(pulumi.secret("good"), (text) => `${text} and checked`) as pulumi.Output<string>;
  expect(await valueOf(checked)).toBe("good and checked");
  expect(await pulumi.isSecret(checked)).toBe(true);
});

function refuse(): never {
  throw new Error("refused");
}
