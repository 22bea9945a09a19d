/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // An engine run waits more than it computes, so two cores carry two.
  maxWorkers: 2,
  // Every file that loads the Azure SDK leaves some of it behind in its worker.
  workerIdleMemoryLimit: "1GB",
  testSequencer: "<rootDir>/test/sequencer.mjs",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  globalSetup: "<rootDir>/test/global-setup.ts",
  // As the package exports it, from the sources.
  moduleNameMapper: { "^rdp904/testing$": "<rootDir>/policies/testing" },
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "tsconfig.json", diagnostics: false }] },
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/policies/bin", "<rootDir>/.offline"],
};
