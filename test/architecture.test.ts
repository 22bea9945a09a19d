import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = join(__dirname, "..");

// Which folder may import which; "." is index.ts at the root. What is not listed may not be imported.
const mayImport: Record<string, readonly string[]> = {
  "policies/model": [],
  "policies/settings": [],
  "policies/estate": ["policies/model", "policies/settings"],
  "policies/rules": ["policies/estate", "policies/model", "policies/settings"],
  "policies/pack": ["policies/rules", "policies/estate", "policies/model", "policies/settings"],
  "policies/testing": ["policies/pack", "policies/estate"],
  "policies/index.ts": ["policies/pack"],
  components: ["policies/model"],
  offline: [],
  "index.ts": ["components"],
  demo: ["offline", "policies/pack"],
  docs: ["policies/rules", "policies/model", "policies/settings"],
  packaging: ["components"],
};

function sources(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((entry) => {
    const path = join(folder, entry);
    if (["node_modules", "bin", "dist"].includes(entry)) return [];
    if (statSync(join(root, path)).isDirectory()) return sources(path);
    return /\.ts$/.test(entry) && !/\.d\.ts$/.test(entry) ? [path] : [];
  });
}

function roomOf(path: string): string | undefined {
  return Object.keys(mayImport)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function imports(file: string): { written: string; path: string }[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import|require\()\s*"(\.[^"]*)"/g)].map(([, written]) => ({
    written: written!,
    path: relative(root, resolve(root, dirname(file), written!)),
  }));
}

const files = ["policies", "components", "offline", "demo", "docs", "packaging"].flatMap(sources).concat("index.ts");

test("every source file lies in a room of the house", () => {
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
});

test("imports between rooms point one way only", () => {
  const wrong = files.flatMap((file) => {
    const room = roomOf(file)!;
    return imports(file)
      .filter(({ path }) => {
        const target = roomOf(path) ?? roomOf(`${path}.ts`);
        return target === undefined || (target !== room && !mayImport[room]!.includes(target));
      })
      .map(({ written }) => `${file} imports ${written}`);
  });
  expect(wrong).toEqual([]);
});

test("the model knows nothing of Pulumi", () => {
  const pulumi = sources("policies/model").filter((file) =>
    /from "@pulumi\//.test(readFileSync(join(root, file), "utf8")),
  );
  expect(pulumi).toEqual([]);
});

test("only policies/index.ts constructs a policy pack, because the constructor starts a server", () => {
  const constructing = files.filter((file) => /new PolicyPack\(/.test(readFileSync(join(root, file), "utf8")));
  expect(constructing).toEqual(["policies/index.ts"]);
});

test("no file is named for nothing in particular", () => {
  expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|shared)(\.|\/|-)/.test(file))).toEqual([]);
});
