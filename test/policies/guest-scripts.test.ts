import fc from "fast-check";
import { rules } from "../../policies/rules/catalog";
import { ref, type Declared } from "../../policies/testing";
import type { FixtureFile } from "./fixture-files";
import { scriptFixtures, type ScriptFixture } from "./guest-script-fixtures";
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

async function judged(fixture: ScriptFixture, text = fixture.text): Promise<FixtureFile["verdict"]> {
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

// Names that PowerShell gives a meaning to.
const given = /^(_|env:.*|true|false|null|args|input|pwd|psitem|using:.*)$/i;

function renamed(text: string, suffix: string): string {
  return text.replace(/(?<![`\w])([$@])(\w+)(?![\w:])/g, (all, sign: string, name: string) =>
    given.test(name) || !text.includes(`$${name}`) ? all : `${sign}${name}${suffix}`,
  );
}

// A text without anything that means something else in the other kind of quotes.
function requoted(text: string): string {
  return text.replace(/^[^'"\n@#]*(?:'[^'"$`\n]*'[^'"\n@#]*)+$/gm, (line) => line.replaceAll("'", '"'));
}

const respelling = fc
  .tuple(fc.stringMatching(/^[a-z0-9]{0,6}$/), fc.boolean(), fc.constantFrom("as it is", "upper", "lower"))
  .map(([suffix, quotes, letters]) => (text: string): string => {
    const spelled = quotes ? requoted(renamed(text, suffix)) : renamed(text, suffix);
    // Base64 and SDDL are languages of their own.
    if (letters === "as it is" || /[A-Za-z0-9+/]{40}|Sddl/i.test(text)) return spelled;
    return letters === "upper" ? spelled.toUpperCase() : spelled.toLowerCase();
  });
const powerShell = scriptFixtures.filter(({ shell }) => shell === "powershell");

test("renaming variables, changing quotes and case never change what a rule says of a script", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...powerShell), respelling, async (fixture, respell) => {
      expect(await judged(fixture, respell(fixture.text))).toBe(fixture.verdict);
    }),
    { numRuns: 300 },
  );
});
