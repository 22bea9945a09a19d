import { hasFlag, readCommandLine, withAbsolutePaths } from "../../../offline/cli/command-line";

const absolute = (...args: string[]) => withAbsolutePaths(readCommandLine(args), "/typed/here");

describe("the stack, folder and command of a command line", () => {
  it.each([
    [["preview", "--stack", "dev"], "dev"],
    [["preview", "--stack=dev"], "dev"],
    [["preview", "-s", "dev"], "dev"],
    [["preview", "-sdev"], "dev"],
    [["preview", "-s=dev"], "dev"],
    [["up", "-yfs", "dev"], "dev"],
    [["up", "-yfsdev"], "dev"],
    [["up", "--stack", "a", "-s", "b"], "b"],
  ])("%j names the stack %s", (args, stack) => {
    expect(readCommandLine(args).stack).toBe(stack);
  });

  it.each([
    [["preview", "--message", "--stack", "dev"]],
    [["preview", "-m", "-sdev"]],
    [["config", "set", "key", "--", "--stack", "dev"]],
    [["preview", "--stack"]],
    [["up", "-y", "--diff"]],
    [["preview", "--stacks", "dev"]],
  ])("%j names no stack", (args) => {
    expect(readCommandLine(args).stack).toBeUndefined();
  });

  it("a folder may stand before the command, and is not the command", () => {
    expect(readCommandLine(["--cwd", "program", "-v", "9", "preview", "-s", "dev"])).toMatchObject({
      command: "preview",
      cwd: "program",
      stack: "dev",
    });
    expect(readCommandLine(["-Cprogram", "up"])).toMatchObject({ command: "up", cwd: "program" });
  });

  it("-f is a path for import alone", () => {
    expect(absolute("import", "-f", "resources.json")).toEqual(["import", "-f", "/typed/here/resources.json"]);
    expect(absolute("up", "-f", "resources.json")).toEqual(["up", "-f", "resources.json"]);
  });

  it("flags are found in every form, and none is found after --", () => {
    expect(hasFlag(readCommandLine(["preview", "--event-log=log.json"]), "event-log")).toBe(true);
    expect(hasFlag(readCommandLine(["preview", "-h"]), "help")).toBe(true);
    expect(hasFlag(readCommandLine(["preview", "--", "--event-log", "log.json"]), "event-log")).toBe(false);
  });
});

describe("paths on a command line", () => {
  it.each([
    [
      ["preview", "--policy-pack", "policies"],
      ["preview", "--policy-pack", "/typed/here/policies"],
    ],
    [
      ["preview", "--policy-pack=../policies"],
      ["preview", "--policy-pack=/typed/policies"],
    ],
    [
      ["preview", "--policy-pack", "a,b"],
      ["preview", "--policy-pack", "/typed/here/a,/typed/here/b"],
    ],
    [
      ["policy", "analyze", "--policy-pack", "a,b"],
      ["policy", "analyze", "--policy-pack", "/typed/here/a,b"],
    ],
    [
      ["preview", "--policy-pack-config=a.json"],
      ["preview", "--policy-pack-config=/typed/here/a.json"],
    ],
    [
      ["preview", "--event-log", "/var/log.json"],
      ["preview", "--event-log", "/var/log.json"],
    ],
    [
      ["preview", "--save-plan=plan.json"],
      ["preview", "--save-plan=/typed/here/plan.json"],
    ],
    [
      ["up", "--plan", "plan.json"],
      ["up", "--plan", "/typed/here/plan.json"],
    ],
    [
      ["up", "--config-file", "dev.yaml"],
      ["up", "--config-file", "/typed/here/dev.yaml"],
    ],
    [
      ["stack", "export", "--file", "state.json"],
      ["stack", "export", "--file", "/typed/here/state.json"],
    ],
    [
      ["stack", "import", "--file=-"],
      ["stack", "import", "--file=-"],
    ],
  ])("%j becomes %j", (typed, expected) => {
    expect(absolute(...typed)).toEqual(expected);
  });

  it("a comma in the folder's own name does not split the list", () => {
    const line = readCommandLine(["preview", "--policy-pack", "a,b"]);
    expect(withAbsolutePaths(line, "/x,y")).toEqual(["preview", "--policy-pack", '"/x,y/a","/x,y/b"']);
  });

  it("everything else stays as it was typed", () => {
    const typed = ["up", "-yf", "--stack", "dev", "-c", "a:b=c d", "--refresh", "--target=urn", "--", "--file", "x"];
    expect(absolute(...typed)).toEqual(typed);
  });

  it("what is added stands behind the command, also where a folder has the command's name", () => {
    const line = readCommandLine(["--cwd", "up", "up", "-y"]);
    expect(withAbsolutePaths(line, "/typed", ["--added"])).toEqual(["--cwd", "up", "up", "--added", "-y"]);
  });

  it("a flag without the value it needs is left to Pulumi", () => {
    expect(absolute("preview", "--policy-pack")).toEqual(["preview", "--policy-pack"]);
    expect(absolute("preview", "-s")).toEqual(["preview", "-s"]);
  });
});
