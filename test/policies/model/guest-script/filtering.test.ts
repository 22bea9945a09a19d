import { readWith } from "../../../../policies/model/guest-script/read-guest-script";
import type { FactReader } from "../../../../policies/model/guest-script/reading/call";
import { instance, text, textsIn } from "../../../../policies/model/guest-script/reading/value";

const disks = ["system", "data", "logs"].map((name) =>
  instance("disk", [{ is: "table", entries: new Map([["name", text(name)]]) }]),
);

async function namesWiped(script: string): Promise<string[]> {
  const wiped: string[] = [];
  const reader: FactReader = {
    topic: "machine-keys",
    words: [],
    mentions: () => false,
    objects: ({ name }) => (name === "get-disk" ? disks : undefined),
    read(call) {
      if (call.kind === "command" && call.name === "wipe") {
        const given = [...call.input, ...call.arguments.flatMap(({ value }) => value ?? [])];
        wiped.push(...given.flatMap((value) => textsIn(value)));
      }
      return [];
    },
  };
  await readWith([reader], script);
  return wiped;
}

test.each([
  ["Get-Disk | Where-Object { $_.Name -eq 'data' } | wipe", ["data"]],
  ["Get-Disk | ? Name -eq data | wipe", ["data"]],
  ["Get-Disk | Where-Object Name -like '*s*' | wipe", ["system", "logs"]],
  ["Get-Disk | where { $_.Name -match '^(data|logs)$' } | wipe", ["data", "logs"]],
  ["Get-Disk | where { $_.Name -in 'data', 'logs' } | wipe", ["data", "logs"]],
  ["Get-Disk | where { $_.Name -notin 'data', 'logs' } | wipe", ["system"]],
  ["Get-Disk | where { 'data' -contains $_.Name } | wipe", ["data"]],
  ["Get-Disk | where { $_.Name -notlike 'd*' } | wipe", ["system", "logs"]],
  ["Get-Disk | where { $_.Name -eq 'data' -and $_.Size -gt 5 } | wipe", ["data"]],
  ["foreach ($disk in Get-Disk) { if ($disk.Name -eq 'data') { wipe $disk.Name } }", ["data"]],
  ["Get-Disk | ForEach-Object { wipe $_.Name }", ["system", "data", "logs"]],
])("%s works on the objects that meet the condition", async (script, expected) => {
  expect(await namesWiped(script)).toEqual(expected);
});

test.each(["Get-Disk | where { $_.Size -gt 5 } | wipe", "Get-Disk | where { $_.Name -match '^(d.t+a)+$' } | wipe"])(
  "a condition that cannot be told counts as met: %s",
  async (script) => {
    expect(await namesWiped(script)).toEqual(["system", "data", "logs"]);
  },
);
