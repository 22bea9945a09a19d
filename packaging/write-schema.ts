import { writeFileSync } from "node:fs";
import { inferSchema } from "./component-schema";

// Usage, in the repository: npm run schema
inferSchema(process.cwd()).then(
  (schema) => writeFileSync("components/provider/schema.json", schema),
  (error: unknown) => {
    process.stderr.write(`The schema was not written: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
