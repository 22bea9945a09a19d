import * as fs from "node:fs";
import * as path from "node:path";
import { acquirePulumiCli, type AcquireOptions } from "../../../offline/cli/acquire";
import { findOnPath } from "../../../offline/cli/search-path";
import { removeTemporaryFolders, temporaryFolder, writeScript } from "./temporary";

jest.setTimeout(60_000);
afterEach(removeTemporaryFolders);

/** A machine with empty folders, and no program but mkdir besides what a test puts on PATH. */
function machine(settings: { download?: "forbidden" | readonly string[] } = {}) {
  const root = temporaryFolder();
  const [tools, pulumiHome, goCacheFolder] = ["tools", "pulumi-home", "go"].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ];
  const lines: string[] = [];
  // Not the folders of the system: a Go or a Pulumi may be installed there.
  const shellTools = path.join(root, "shell");
  fs.mkdirSync(shellTools);
  fs.symlinkSync(findOnPath("mkdir", process.env)!, path.join(shellTools, "mkdir"));
  const env: NodeJS.ProcessEnv = { PATH: [tools, shellTools].join(path.delimiter), HOME: root };
  const download = settings.download ?? "forbidden";
  if (download === "forbidden") env["RDP904_OFFLINE_NO_DOWNLOAD"] = "1";
  const options: AcquireOptions = {
    pulumiHome,
    goCacheFolder,
    env,
    log: (line) => lines.push(line),
    ...(download === "forbidden" ? {} : { installer: download }),
  };
  const bin = path.join(pulumiHome, "versions", "3.250.0", "bin");
  return { tools, bin, lines, options, pulumiHome, goCacheFolder, goCalls: path.join(root, "go-calls") };
}

function installPulumi(folder: string, version: string, parts = ["pulumi-language-nodejs"]): string {
  for (const part of parts) writeScript(path.join(folder, part));
  return writeScript(path.join(folder, "pulumi"), `echo ${version}`);
}

/** A go that "builds" scripts, notes its calls, and may fail instead. */
function installGo(
  at: ReturnType<typeof machine>,
  { version = "go1.26.8", toolchain = "local", fails = "" } = {},
): void {
  writeScript(
    path.join(at.tools, "go"),
    `if [ "$1" = env ]; then echo ${version}; echo ${toolchain}; echo "-tags=mine"; exit 0; fi`,
    `echo "$GOFLAGS|$GOMODCACHE|$@" >> ${at.goCalls}`,
    ...(fails === "" ? [] : [`printf 'go: downloading x v1\\n${fails}\\n' >&2; exit 1`]),
    'while [ "$1" != "-o" ]; do shift; done; out="$2"; shift 2',
    'for package in "$@"; do',
    '  file="$out${package##*/}"',
    `  printf '#!/bin/sh\\necho v3.250.0\\n' > "$file"`,
    "done",
  );
}

const goCallsOf = (at: ReturnType<typeof machine>) =>
  fs.existsSync(at.goCalls) ? fs.readFileSync(at.goCalls, "utf8").trim().split("\n") : [];

describe("a CLI that is there", () => {
  it("on PATH is used as it is, without a word", async () => {
    const at = machine();
    const command = installPulumi(at.tools, "v3.249.0");
    await expect(acquirePulumiCli(at.options)).resolves.toEqual({
      command,
      version: "3.249.0",
      searchFolders: [at.tools],
    });
    expect(at.lines).toEqual([]);
  });

  it("on PATH goes before the pinned one", async () => {
    const at = machine();
    installPulumi(at.bin, "v3.250.0");
    const command = installPulumi(at.tools, "v3.300.1");
    await expect(acquirePulumiCli(at.options)).resolves.toMatchObject({ command, version: "3.300.1" });
  });

  it.each([
    ["v3.248.0", "is version 3.248.0; it is not used, because 3.249.0 or a newer 3.x is needed."],
    ["v4.0.0", "is version 4.0.0; it is not used, because 3.249.0 or a newer 3.x is needed."],
    ["hello", "is not used: `{} version` prints no version."],
  ])("on PATH as %s is refused, and said so, and the pinned one is used", async (version, said) => {
    const at = machine();
    const refused = installPulumi(at.tools, version);
    const command = installPulumi(at.bin, "v3.250.0");
    await expect(acquirePulumiCli(at.options)).resolves.toEqual({
      command,
      version: "3.250.0",
      searchFolders: [at.bin],
    });
    expect(at.lines).toEqual([`${refused} ${said.replace("{}", refused)}`]);
  });

  it("on PATH without a language host gets one that is built, and nothing else", async () => {
    const at = machine();
    const command = installPulumi(at.tools, "v3.250.0", []);
    installGo(at);
    const cli = await acquirePulumiCli(at.options);
    expect(cli).toEqual({ command, version: "3.250.0", searchFolders: [at.tools, at.bin] });
    expect(fs.readdirSync(at.bin).sort()).toEqual(["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]);
    expect(goCallsOf(at)).toEqual([expect.stringMatching(/ \.\/language-nodejs$/)]);
    expect(goCallsOf(at)[0]).not.toContain("cmd/pulumi");
  });
});

describe("a CLI that is built", () => {
  it("lands where Pulumi's own tools look, whole, with the parts it needs, and is found the next time", async () => {
    const at = machine();
    installGo(at);
    const cli = await acquirePulumiCli(at.options);
    expect(cli).toEqual({ command: path.join(at.bin, "pulumi"), version: "3.250.0", searchFolders: [at.bin] });
    expect(fs.readdirSync(at.bin).sort()).toEqual([
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ]);
    await expect(acquirePulumiCli(at.options)).resolves.toEqual(cli);
    expect(goCallsOf(at)).toHaveLength(1);
  });

  it("keeps the flags of the user, and a module cache that can be deleted inside the given folder", async () => {
    const at = machine();
    installGo(at);
    await acquirePulumiCli(at.options);
    expect(goCallsOf(at)[0]).toContain(`-tags=mine -modcacherw|${path.join(at.goCacheFolder, "modules")}|build `);
    expect(goCallsOf(at)[0]).toContain(" -mod=readonly ");
  });

  it("leaves a module cache alone that the user placed", async () => {
    const at = machine();
    installGo(at);
    await acquirePulumiCli({ ...at.options, env: { ...at.options.env, GOMODCACHE: "/elsewhere" } });
    expect(goCallsOf(at)[0]).toContain("-tags=mine|/elsewhere|build ");
  });

  it("is built once by two runs at the same time", async () => {
    const at = machine();
    installGo(at);
    const [one, two] = await Promise.all([acquirePulumiCli(at.options), acquirePulumiCli(at.options)]);
    expect(one).toEqual(two);
    expect(goCallsOf(at)).toHaveLength(1);
  });

  it("replaces one that a killed run left broken, and leaves no other trace of that run", async () => {
    const at = machine();
    installGo(at);
    fs.mkdirSync(at.bin, { recursive: true });
    fs.writeFileSync(path.join(at.bin, "pulumi"), "half", { mode: 0o755 });
    fs.writeFileSync(path.join(at.bin, ".pulumi.1.part"), "half");
    await expect(acquirePulumiCli(at.options)).resolves.toMatchObject({ version: "3.250.0" });
    expect(fs.readdirSync(at.bin).sort()).toEqual([
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ]);
  });

  it("follows on a failed one, once the reason is gone", async () => {
    const at = machine();
    installGo(at, { fails: "no space left on device" });
    await expect(acquirePulumiCli(at.options)).rejects.toThrow("no space left on device");
    installGo(at);
    await expect(acquirePulumiCli(at.options)).resolves.toMatchObject({ version: "3.250.0" });
  });
});

describe("a CLI that is downloaded", () => {
  it("is taken before one is built, with all its parts", async () => {
    const at = machine({ download: [writeScript(path.join(temporaryFolder(), "install"), ...INSTALLS)] });
    installGo(at);
    await expect(acquirePulumiCli(at.options)).resolves.toMatchObject({ command: path.join(at.bin, "pulumi") });
    expect(fs.readdirSync(at.bin).sort()).toEqual(["pulumi", "pulumi-language-go", "pulumi-language-nodejs"]);
    expect(goCallsOf(at)).toEqual([]);
  });

  it("that cannot be fetched is built", async () => {
    const at = machine({
      download: [writeScript(path.join(temporaryFolder(), "install"), "echo no route >&2; exit 1")],
    });
    installGo(at);
    await expect(acquirePulumiCli(at.options)).resolves.toMatchObject({ version: "3.250.0" });
    expect(goCallsOf(at)).toHaveLength(1);
  });
});

describe("without any way to a CLI", () => {
  const problemsOf = async (at: ReturnType<typeof machine>) => {
    const error = await acquirePulumiCli(at.options).catch((caught: unknown) => caught as Error);
    return (error as Error).message.split("\n");
  };

  it("one error lists the three ways, what each needs and why each is closed", async () => {
    const at = machine();
    expect(await problemsOf(at)).toEqual([
      "There is no Pulumi CLI and no way to one. Any one of these is enough:",
      "  1. pulumi 3.249.0 or a newer 3.x on PATH. Here: there is none.",
      `  2. a download of 3.250.0 into ${at.bin}; it needs HTTPS to Pulumi's download site. Here: RDP904_OFFLINE_NO_DOWNLOAD=1 forbids it.`,
      "  3. a build of 3.250.0; it needs Go 1.25.11 or newer on PATH, and a Go module proxy or a filled module cache. Here: there is no go on PATH.",
    ]);
  });

  it("the old CLI, the failed download and the last words of a broken build are named", async () => {
    const at = machine({
      download: [writeScript(path.join(temporaryFolder(), "install"), "echo no route >&2; exit 1")],
    });
    const old = installPulumi(at.tools, "v3.100.0");
    installGo(at, { fails: "# example.com/broken\\nmain.go:1:1: expected package" });
    const [, onPath, download, build, ...more] = await problemsOf(at);
    expect(onPath).toMatch(`Here: ${old} is version 3.100.0.`);
    expect(download).toMatch(/Here: no route\.$/);
    expect([build, ...more].join("\n")).toMatch(
      /Here: go build fails: # example.com\/broken\nmain.go:1:1: expected package\.$/,
    );
  });

  it("a Go that is too old is refused, unless it fetches a newer one by itself", async () => {
    const at = machine();
    installGo(at, { version: "go1.24.0" });
    expect((await problemsOf(at))[3]).toMatch(/Here: \S+go is Go 1\.24\.0, older than 1\.25\.11\.$/);
    installGo(at, { version: "go1.24.0", toolchain: "auto" });
    await expect(acquirePulumiCli(at.options)).resolves.toMatchObject({ version: "3.250.0" });
  });

  it("a CLI on PATH whose language host cannot be built counts as no CLI", async () => {
    const at = machine();
    const command = installPulumi(at.tools, "v3.250.0", []);
    expect((await problemsOf(at))[1]).toMatch(
      `Here: ${command} comes without pulumi-language-nodejs, and there is no go on PATH.`,
    );
  });
});

const INSTALLS = [
  'mkdir -p "$2/bin"',
  "for part in pulumi pulumi-language-nodejs pulumi-language-go; do",
  `  printf '#!/bin/sh\\necho v%s\\n' "$1" > "$2/bin/$part"`,
  "done",
];
