import { programWords } from "../../../../policies/model/guest-script/command-line/words";
import { told } from "./verdict-of";

const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";

test.each([
  ['a "b c" d', ["a", "b c", "d"]],
  ['"C:\\a b\\" x', ['C:\\a b" x']],
  ['"C:\\a b\\\\" x', ["C:\\a b\\", "x"]],
  ['say \\"hi\\"', ["say", '"hi"']],
  ['"" x', ["", "x"]],
  ['pre"mid dle"post', ["premid dlepost"]],
])("a program gets %s as %j", (line, words) => {
  expect(programWords(line)).toEqual(words);
});

test.each([
  ["carets", `ic^acls ${keys} /re^set`],
  ["options that stick together", `rd/s/q ${keys}`],
  ["a variable of the environment", "del /q %ALLUSERSPROFILE%\\Microsoft\\Crypto\\RSA\\MachineKeys\\*"],
  ["a variable of its own", `set "K=${keys}"\nicacls "%K%" /reset`],
  ["delayed expansion", `set K=${keys}\nicacls !K! /reset`],
  ["a variable that call fills in", `set K=${keys}\ncall icacls %%K%% /reset`],
  ["a redirection in front", `>nul 2>&1 icacls ${keys} /reset`],
  ["a line that a redirection in front writes into a script", `>C:\\fix.cmd echo rd /s /q ${keys}\nC:\\fix.cmd`],
  ["a carriage return within a line, which cmd takes out", `icacls\r ${keys} /reset`],
  ["a folder that it changed to", "cd /d C:\\ProgramData\\Microsoft\\Crypto\\RSA & ren MachineKeys old"],
  ["both sides of &&", `ver && rd /s /q ${keys}`],
  ["an else", `if exist C:\\x (ver) else (rd /s /q ${keys})`],
  ["call and start", `call start "" /wait icacls ${keys} /reset`],
  ["a loop", `for /d %%d in (${keys}) do rd /s /q "%%d"`],
  ["a line that it writes into a script", `echo rd /s /q ${keys}> C:\\fix.cmd\nC:\\fix.cmd`],
  ["PowerShell with quotes in quotes", `powershell -c "Remove-Item \\"${keys}\\" -Recurse"`],
  ["cmd in PowerShell in cmd", `powershell -Command cmd /c rd /s /q ${keys}`],
])("harm is seen behind %s", async (_, script) => {
  const facts = await told(script, "cmd");
  expect(facts.filter((fact) => /(resets|deletes|empties|renames)-key/.test(fact))).toHaveLength(1);
});

test("lines of a batch file are counted over continued lines and groups", async () => {
  const script = `@echo off\nif not exist "${keys}" (\n  ver\n)\nrem x\nicacls "${keys}" ^\n /reset`;
  expect(await told(script, "cmd")).toEqual([`6 icacls /reset resets-key-acl ${keys}`]);
});

test("what is only printed or remarked is nothing", async () => {
  expect(await told(`echo rd /s /q ${keys}\nrem rd\r/s /q ${keys}\n:: rd /s /q ${keys}`, "cmd")).toEqual([]);
});

test("a part of a variable, or one with a text replaced, is not known", async () => {
  for (const part of ["%K:~0,-1%", "%K:X=Y%", "!K:~3!"]) {
    const [fact] = await told(`set "K=${keys}\\"\nicacls ${part} /reset`, "cmd");
    expect(fact).toContain("unresolved only a part of %k% or a changed text of it is used");
  }
});
