import fc from "fast-check";
import { readFileSync } from "node:fs";
import { unknownCheckingProxy } from "@pulumi/policy";
import { copyPlain, copyProperties, unknownSentinels } from "../../../policies/estate/copy";
import {
  firstUnknown,
  read,
  readBoolean,
  readNumber,
  readString,
  steps,
  unknown,
} from "../../../policies/estate/value";

const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

test("the sentinels are the ones of the installed policy SDK", () => {
  const source = readFileSync(require.resolve("@pulumi/policy/proxy"), "utf8");
  const written = [...source.matchAll(/exports\.unknown\w+Value = "([0-9a-f-]{36})"/g)].map(([, id]) => id);
  expect(new Set(written)).toEqual(unknownSentinels);
});

test("a copy of the SDK's proxy holds unknown leaves where a plain read would throw", () => {
  const proxied = unknownCheckingProxy({ a: unknownString, b: [{ c: unknownString }, 1], d: { e: null } });
  expect(copyProperties(proxied)).toEqual({ a: unknown, b: [{ c: unknown }, 1], d: { e: null } });
});

test("a copy keeps every plain JSON value as it is", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(JSON.stringify(copyPlain(unknownCheckingProxy({ json })))).toBe(
        JSON.stringify({ json }, (_, value: unknown) => (Object.is(value, -0) ? 0 : value)),
      );
    }),
  );
});

test("a key such as __proto__ is a property like any other", () => {
  const hostile = JSON.parse('{"__proto__": {"polluted": true}}') as object;
  const copy = copyProperties(hostile);
  expect(Object.keys(copy)).toEqual(["__proto__"]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("a tree that is nested beyond reason ends as unknown instead of an overflow", () => {
  let deep: unknown = "bottom";
  for (let level = 0; level < 5000; level++) deep = { deep };
  expect(firstUnknown(copyPlain(deep))).toBeDefined();
});

test("a path is split into names, indices and quoted keys", () => {
  expect(steps('ipConfigurations[0].subnet.tags["a.b"]')).toEqual(["ipConfigurations", 0, "subnet", "tags", "a.b"]);
});

test("a value is known, unknown or absent, and null counts as absent", () => {
  const tree = { known: "x", unknown, nothing: null, list: [{ id: "y" }] };
  expect(read(tree, "known")).toMatchObject({ state: "known", value: "x" });
  expect(read(tree, "unknown")).toMatchObject({ state: "unknown", why: "unknown is not known yet" });
  expect(read(tree, "unknown.deeper[3]")).toMatchObject({ state: "unknown", path: "unknown" });
  expect(read(tree, "nothing")).toMatchObject({ state: "absent" });
  expect(read(tree, "list[0].id")).toMatchObject({ state: "known", value: "y" });
  expect(read(tree, "list[7].id")).toMatchObject({ state: "absent" });
  expect(read(tree, "toString")).toMatchObject({ state: "absent" });
});

test("a value of the wrong kind is unknown and says why", () => {
  expect(readString({ port: [1] }, "port")).toMatchObject({
    state: "unknown",
    why: "port should be a string, but is a list",
  });
  expect(read({ a: "text" }, "a.b")).toMatchObject({ state: "unknown" });
});

test("numbers and booleans are also read from the strings that ARM accepts", () => {
  expect(readNumber({ priority: "300" }, "priority")).toMatchObject({ state: "known", value: 300 });
  expect(readBoolean({ on: "True" }, "on")).toMatchObject({ state: "known", value: true });
  expect(readNumber({ priority: "many" }, "priority")).toMatchObject({ state: "unknown" });
});

test("reading never throws, whatever the tree and the path", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (json, path) => {
      expect(["known", "unknown", "absent"]).toContain(read(copyPlain(json), path).state);
    }),
  );
});
