import { readGuestScript } from "../../../../policies/model/guest-script/read-guest-script";

jest.mock("web-tree-sitter", () => {
  throw new Error("loaded");
});

test("a script that says nothing about any topic is answered without the parser", async () => {
  expect(await readGuestScript("Install-WindowsFeature Web-Server", { shell: "powershell" })).toEqual([]);
});

test("where the parser cannot be loaded, a script that needs it is undecided", async () => {
  const facts = await readGuestScript("icacls C:\\ProgramData /reset /t", { shell: "powershell" });
  expect(facts).toEqual([
    {
      kind: "unresolved",
      topic: "any",
      why: "the parser for PowerShell cannot be loaded",
      line: 1,
      text: "",
      branch: [],
    },
  ]);
});
