import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "policies/bin", ".offline", "node_modules", "jest.config.js"] },
  eslint.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise that nobody waits for hides a failure; the one rule here that needs types.
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      // After a length check an index is known; the alternative is noise.
      "@typescript-eslint/no-non-null-assertion": "off",
      // A Pulumi resource is registered by its constructor.
      "no-new": "off",
      "no-control-regex": "off",
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "The component analyzer and plain JSON want `as const` objects." },
      ],
    },
  },
  {
    files: ["**/*.mjs", "bench/empty-pack/*.js"],
    languageOptions: { globals: { console: "readonly", process: "readonly", require: "readonly" } },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
