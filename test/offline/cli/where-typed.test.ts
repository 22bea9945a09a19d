import * as path from "node:path";
import { repositoryRoot } from "../../../offline/cli/repository";
import { offlineHome, whereTyped } from "../../../offline/cli/where-typed";

it("npm run offline starts from the folder where it was typed", () => {
  expect(whereTyped({ npm_lifecycle_event: "offline", INIT_CWD: "/typed" }, "/package")).toBe("/typed");
});

it("a script of another name leaves its own INIT_CWD to nobody", () => {
  expect(whereTyped({ npm_lifecycle_event: "test", INIT_CWD: "/typed" }, "/package")).toBe("/package");
  expect(whereTyped({}, "/package")).toBe("/package");
});

it("the home is in the repository, unless the environment says where, from where it was typed", () => {
  expect(offlineHome({}, "/typed")).toBe(path.join(repositoryRoot(), ".offline"));
  expect(offlineHome({ RDP904_OFFLINE_HOME: "" }, "/typed")).toBe(path.join(repositoryRoot(), ".offline"));
  expect(offlineHome({ RDP904_OFFLINE_HOME: "home" }, "/typed")).toBe("/typed/home");
  expect(offlineHome({ RDP904_OFFLINE_HOME: "/home" }, "/typed")).toBe("/home");
});
