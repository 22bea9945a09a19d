import type { Occasion } from "../../../policies/pack/occasion";
import { Session } from "../../../policies/pack/session";
import { rules } from "../../../policies/rules/catalog";

function session(
  stack: Readonly<Record<string, string>>,
  pack: Readonly<Record<string, unknown>>,
  { occasion = "preview" as Occasion, found = true } = {},
): Session {
  const made = new Session({ stackConfiguration: stack, occasion, today: "2026-11-21", rules });
  made.configure(pack);
  if (found) made.told.count(rules[0]!, "broken");
  return made;
}

const adopting = { "rdp904:profile": "adopt" };

test("a setting of the stack that the pack configuration locks is not used, and that is said", () => {
  const locked = session(adopting, { locked: ["profile"] }, { found: false });
  expect(locked.settingsFor("test-rule", {}).settings.profile).toBe("enforce");
  expect(locked.settingsNotes).toEqual([
    "rdp904:profile of the stack is not used, because the pack configuration locks it",
  ]);
});

test.each([
  ["the pack configuration gave some", {}, { profile: "adopt", unknowns: "fail" }, {}, "profile, unknowns"],
  ["the stack gave one of them too", adopting, { profile: "enforce", unknowns: "fail" }, {}, "unknowns"],
])("beside findings it is said which settings the pack configuration gave: %s", (_what, stack, pack, run, said) => {
  expect(session(stack, pack, run).settingsNotes).toEqual([`settings given by the pack configuration: ${said}`]);
});

test.each([
  ["nothing was found", {}, { profile: "adopt" }, { found: false }],
  ["the stack has all settings", adopting, {}, {}],
  ["the program of a stack without any setting ran", {}, {}, { occasion: "update" as const }],
])("nothing is said of settings where %s", (_what, stack, pack, run) => {
  expect(session(stack, pack, run).settingsNotes).toEqual([]);
});

test("findings in an exported state, judged without any setting, say how settings are given", () => {
  expect(session({}, {}, { occasion: "analysis" }).settingsNotes).toEqual([
    expect.stringMatching(/all settings are at their defaults; .*--policy-pack-config/),
  ]);
});
