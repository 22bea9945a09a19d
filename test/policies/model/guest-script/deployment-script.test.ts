import { readDeploymentScript } from "../../../../policies/model/guest-script/deployment-script";
import { unattendCommands } from "../../../../policies/model/guest-script/unattend";
import { verdictOf } from "./verdict-of";

const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";
const settings = JSON.stringify({ commandToExecute: `cmd /c rd /s /q ${keys}` });

test.each<["powershell" | "bash", string, string]>([
  [
    "bash",
    "broken",
    `az vm run-command invoke -g rg -n vm --command-id RunPowerShellScript --scripts 'icacls ${keys} /reset'`,
  ],
  ["bash", "broken", `S='icacls ${keys} /reset'\naz vm run-command create --name x --vm-name vm -g rg --script "$S"`],
  [
    "bash",
    "broken",
    `set -e; az vm extension set --name CustomScriptExtension --settings '${settings}' --vm-name vm -g rg`,
  ],
  [
    "bash",
    "undecided",
    `az vm run-command invoke -g rg -n vm --scripts "icacls C:\\\\ProgramData\\\\Microsoft\\\\Crypto\\\\RSA\\\\$FOLDER /reset"`,
  ],
  ["bash", "undecided", `az vm run-command invoke -g rg -n vm --scripts @/mnt/MachineKeys.ps1`],
  ["bash", "healthy", `# az vm run-command invoke --scripts 'rd ${keys}'\necho 'icacls ${keys} /reset'`],
  ["bash", "healthy", "az vm run-command invoke -g rg -n vm --scripts @fix.ps1"],
  [
    "powershell",
    "broken",
    `$s = 'icacls ${keys} /reset'\nInvoke-AzVMRunCommand -ResourceGroupName rg -VMName vm -CommandId RunPowerShellScript -ScriptString $s`,
  ],
  [
    "powershell",
    "broken",
    `Set-AzVMRunCommand -ResourceGroupName rg -VMName vm -RunCommandName x -SourceScript "icacls ${keys} /reset"`,
  ],
  ["powershell", "broken", `Set-AzVMExtension -VMName vm -SettingString '${settings}' -Publisher Microsoft.Compute`],
  [
    "powershell",
    "broken",
    `az vm run-command invoke -g rg -n vm --command-id RunPowerShellScript --scripts 'icacls ${keys} /reset'`,
  ],
  ["powershell", "healthy", `Remove-Item ${keys} -Recurse`],
])("of a %s deployment script only what it hands to machines counts: %s", async (shell, verdict, script) => {
  expect(verdictOf(await readDeploymentScript(script, shell))).toBe(verdict);
});

test("what is handed on stands at the line that hands it on", async () => {
  const script = `set -e\n\naz vm run-command invoke \\\n  -n vm --scripts '\nicacls ${keys} /reset'`;
  expect(await readDeploymentScript(script, "bash")).toMatchObject([{ kind: "resets-key-acl", line: 3 }]);
});

test("an unattend file's commands are its command lines, without their entities", () => {
  const xml =
    "<FirstLogonCommands><SynchronousCommand><Order>1</Order><CommandLine>cmd /c &quot;a &amp;&amp; b&quot; &#62; c</CommandLine></SynchronousCommand>" +
    "<SynchronousCommand><commandline><![CDATA[x < y]]></commandline></SynchronousCommand></FirstLogonCommands>";
  expect(unattendCommands(xml)).toEqual(['cmd /c "a && b" > c', "x < y"]);
  expect(unattendCommands("<CommandLine>never closed")).toEqual([]);
});
