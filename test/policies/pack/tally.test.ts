import { Tally } from "../../../policies/pack/tally";
import { rules } from "../../../policies/rules/catalog";

test("however many rules speak, the summary has at most ten lines and names every one of them", () => {
  for (let speaking = 1; speaking <= rules.length; speaking += 1) {
    const tally = new Tally();
    for (const rule of rules.slice(0, speaking)) for (let i = 0; i < 11; i += 1) tally.count(rule, "broken");
    const lines = tally.summary()!.split("\n");
    expect(lines.length).toBeLessThanOrEqual(10);
    for (const rule of rules.slice(0, speaking)) expect(lines.join("\n")).toContain(rule.ref);
    expect(lines[0]).toBe(`${speaking * 11} findings: ${speaking * 11} broken`);
  }
});
