import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pages } from "./pages";

const root = process.cwd();
const folder = join(root, "policies", "docs");
mkdirSync(folder, { recursive: true });
const wanted = pages(root);
for (const file of readdirSync(folder)) if (!wanted.has(file)) rmSync(join(folder, file));
for (const [file, text] of wanted) writeFileSync(join(folder, file), text);
console.log(`${wanted.size} pages written to policies/docs`);
