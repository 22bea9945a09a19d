import { inspect, type InspectOptions } from "node:util";
import { withPlainErrors } from "../../../offline/cli/plain-errors";

/** Answers with the colors it was asked for, so that no version of Node.js is led astray here. */
const custom = Symbol("custom");
const asked = withPlainErrors(
  Object.assign((_value: unknown, options?: InspectOptions) => String(options?.colors), { custom }),
);

it("an error is never shown in colors, everything else as it is asked for", () => {
  expect(asked(new TypeError("x"), { colors: true })).toBe("false");
  expect(asked({ an: "object" }, { colors: true })).toBe("true");
  expect(asked(new Error("x"))).toBe("undefined");
});

it("what hangs on the function stays with it", () => {
  expect(asked.custom).toBe(custom);
  expect(withPlainErrors(inspect).defaultOptions).toEqual(inspect.defaultOptions);
});

it("an error is still shown whole", () => {
  const error = new Error("it is broken", { cause: new Error("a cause") });
  expect(withPlainErrors(inspect)(error, { colors: true })).toBe(inspect(error));
});
