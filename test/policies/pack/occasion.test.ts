import { occasionOf } from "../../../policies/pack/occasion";

// What the language host tells a pack: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/state.ts
test.each([
  ["preview", { PULUMI_NODEJS_DRY_RUN: "true", PULUMI_NODEJS_PROJECT: "shop" }],
  ["update", { PULUMI_NODEJS_DRY_RUN: "false", PULUMI_NODEJS_PROJECT: "shop" }],
  ["analysis", { PULUMI_NODEJS_DRY_RUN: "false", PULUMI_NODEJS_PROJECT: "" }],
  ["analysis", {}],
] as const)("the pack is asked for a %s where its process is given %j", (occasion, environment) => {
  expect(occasionOf(environment)).toBe(occasion);
});
