import { overrideSettings, readSettings } from "../../../policies/settings/read-settings";
import { settingProperties } from "../../../policies/settings/schema";
import { defaultSettings } from "../../../policies/settings/settings";

const context = {
  today: "2026-11-21",
  ruleNames: new Map([
    ["RDP904-003", "rdp-open-to-internet"],
    ["RDP904-063", "script-harms-machine-keys"],
  ]),
};
const clients = [{ from: ["10.0.0.0/8"], to: "web-*" }];

test("without any configuration the defaults stand", () => {
  expect(readSettings({}, {}, context)).toEqual({
    settings: defaultSettings,
    problems: [],
    ignored: [],
    given: { byStack: [], byPack: [] },
  });
});

test("the stack configuration gives texts and JSON, and other namespaces are not looked at", () => {
  const reading = readSettings(
    { "rdp904:clients": JSON.stringify(clients), "rdp904:profile": "adopt", "other:password": "{not json" },
    {},
    context,
  );
  expect(reading).toEqual({
    settings: { ...defaultSettings, clients, profile: "adopt" },
    problems: [],
    ignored: [],
    given: { byStack: ["clients", "profile"], byPack: [] },
  });
});

test("the stack configuration wins over the pack configuration unless that locks the setting", () => {
  const stack = { "rdp904:profile": "adopt" };
  expect(readSettings(stack, { profile: "enforce" }, context).settings.profile).toBe("adopt");
  expect(readSettings(stack, { profile: "enforce", locked: ["profile"] }, context).settings.profile).toBe("enforce");
});

test("a single policy's own configuration wins for that policy", () => {
  const reading = readSettings({}, {}, context);
  expect(overrideSettings(reading, "rdp-not-admitted", { unknowns: "fail" }, context).settings.unknowns).toBe("fail");
});

test.each([
  [
    { "rdp904:profil": "adopt" },
    "rdp904:profil is not a setting; allowed: clients, profile, unknowns, providedElsewhere, exceptions, knownResources",
  ],
  [{ "rdp904:profile": "soft" }, 'rdp904:profile is "soft"; allowed: enforce, adopt'],
  [
    { "rdp904:clients": "10.0.0.0/8" },
    "rdp904:clients is not a list; Who must be able to reach which hosts. Not given: the estate implies clients.",
  ],
  [{ "rdp904:clients": '[{"from":["10.0.0.0/8"]}]' }, "rdp904:clients[0].to is missing"],
  [{ "rdp904:clients": '[{"from":"10.0.0.0/8","to":"*"}]' }, /^rdp904:clients\[0\]\.from must be array, but is "10/],
  [
    { "rdp904:clients": '[{"from":["10.0.0.0/8"],"to":"*","port":70000}]' },
    /^rdp904:clients\[0\]\.port must be <= 65535/,
  ],
  [
    { "rdp904:providedElsewhere": '{"keyvault":["*"]}' },
    /^rdp904:providedElsewhere\.keyvault is not known; allowed: machineC/,
  ],
])("%j is refused with its path and what is allowed", (stack, said) => {
  const { problems } = readSettings(stack, {}, context);
  const text = problems.map(({ path, message }) => `${path} ${message}`);
  expect(text).toEqual([typeof said === "string" ? said : expect.stringMatching(said)]);
});

test("a wrong pack configuration is named by the policy that carries it", () => {
  const { problems } = readSettings({}, { unknowns: "ignore" }, context);
  expect(problems).toEqual([{ path: "rdp904-settings.unknowns", message: 'is "ignore"; allowed: report, fail' }]);
});

test("the schema has no defaults, because the engine would fill them in over what the stack says", () => {
  expect(JSON.stringify(settingProperties)).not.toContain('"default"');
});
