import { rules } from "../../policies/rules/catalog";
import { ref, type Declared } from "./estate-of";
import { scriptFixtures, type ScriptFixture, type ScriptVerdict } from "./guest-script-fixtures";
import { extension, machine, secretUrl, settings, verdicts } from "./rules/certificate-stack";
import { group, host, rule as allow } from "./rules/network-stack";

const server = (name: string): Declared =>
  machine(name, {
    storageProfile: {
      imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2019-datacenter" },
    },
  });

// What stands around the machine "web" that runs the script.
const surroundings: Readonly<Record<string, readonly Declared[]>> = {
  "renewed-certificate-not-bound": [
    server("web"),
    extension("certificate", "web", { settings: settings([{ url: secretUrl, accounts: ["Network Service"] }]) }),
  ],
  "rdp-port-mismatch": [
    group("nsg", [allow("rdp", 300, "Allow", { sourceAddressPrefix: "192.0.2.0/24" })]),
    ...host({ subnetGroup: "nsg" }).filter(({ name }) => name !== "vm"),
    {
      ...server("web"),
      inputs: { ...server("web").inputs, networkProfile: { networkInterfaces: [{ id: ref("card") }] } },
    },
  ],
};

// A Run Command where the script is PowerShell, the command of an extension where it is one of cmd.
function carrier({ rule, shell }: ScriptFixture, text: string): Declared {
  if (shell === "powershell" || rule === "script-failure-hidden")
    return {
      type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
      name: "script",
      inputs: { vmName: ref("web", "name"), resourceGroupName: "rg", source: { script: text } },
    };
  const inputs = { publisher: "Microsoft.Compute", type: "CustomScriptExtension", typeHandlerVersion: "1.10" };
  return extension("script", "web", { ...inputs, settings: { commandToExecute: text } });
}

async function judged(fixture: ScriptFixture, text = fixture.text): Promise<ScriptVerdict> {
  const around = surroundings[fixture.rule] ?? [server("web")];
  const found = await verdicts(
    rules.find(({ name }) => name === fixture.rule)!,
    [...around, carrier(fixture, text)],
  );
  const words = new Set(found.map((line) => line.split(" ")[0]));
  return words.has("broken") ? "broken" : words.has("undecided") ? "undecided" : "healthy";
}

test.each(scriptFixtures.map((one) => [one.rule, one.verdict, one.file, one] as const))(
  "%s says of %s/%s what its folder says, whatever its line ends",
  async (_rule, verdict, _file, fixture) => {
    expect(await judged(fixture)).toBe(verdict);
    expect(await judged(fixture, fixture.text.replaceAll("\n", "\r\n"))).toBe(verdict);
  },
);
