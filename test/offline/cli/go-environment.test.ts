import { goEnvironment } from "../../../offline/cli/go-environment";

it("Go's caches lie in the given folder, and only there", () => {
  expect(goEnvironment("/home/go", { HOME: "/home" })).toMatchObject({
    GOCACHE: "/home/go/build",
    GOMODCACHE: "/home/go/modules",
    CGO_ENABLED: "0",
  });
});

it("what the user has set stays", () => {
  const set = { GOCACHE: "/c", GOMODCACHE: "/m", CGO_ENABLED: "1", GOPROXY: "off", GOENV: "/e", GOFLAGS: "-tags=x" };
  expect(goEnvironment("/home/go", set)).toMatchObject(set);
});

it("on Linux Go reads the user's settings, but does not write its counters beside them", () => {
  const expected = { XDG_CONFIG_HOME: "/home/go/config", GOENV: "/me/.config/go/env" };
  const { XDG_CONFIG_HOME, GOENV } = goEnvironment("/home/go", { HOME: "/me" });
  expect({ XDG_CONFIG_HOME, GOENV }).toEqual(process.platform === "linux" ? expected : {});
});
