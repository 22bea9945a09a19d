import { readFileSync } from "node:fs";
import { join } from "node:path";

test("the example on the page of the test kit is the test that runs", () => {
  const page = readFileSync(join(__dirname, "../../../policies/testing/README.md"), "utf8");
  const [, example] = /```ts\n(.*?)```/s.exec(page) ?? [];
  expect(example).toBe(readFileSync(join(__dirname, "own-policy.test.ts"), "utf8"));
});
