import { messageOf, parseMessage } from "../../../policies/pack/message";
import { rules } from "../../../policies/rules/catalog";
import { broken, undecided, type Finding } from "../../../policies/rules/rule";
import { unknownValue } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";

const [group] = estateOf([
  {
    type: "azure-native:network:NetworkSecurityGroup",
    name: "nsg",
    inputs: { securityRules: [{ priority: 99, access: "Allow" }], tags: { owner: unknownValue } },
  },
]).resources;
const rule = rules[0]!;
const message = (finding: Finding): string => messageOf(rule, finding, { alreadyCreated: false });
const placeIn = (text: string): string | undefined => /^at: {3}(.*)$/m.exec(text)?.[1];
const at = (path: string, value?: string): (string | undefined)[] => {
  const where = { path, ...(value !== undefined && { value }), fact: "it is so" };
  const texts = [broken(group!, where), undecided(group!, { ...where, settle: "Settle it." })].map(message);
  expect(texts.map((text) => parseMessage(text)?.path)).toEqual([path, path]);
  return [...new Set(texts.map(placeIn))];
};

test("a place says what stands there, whatever the verdict", () => {
  expect(at("securityRules[0].priority", "99")).toEqual(["securityRules[0].priority = 99"]);
});

test("a place whose value tells nothing is named alone, and not called unset or unknown", () => {
  expect(at("securityRules[0].access")).toEqual(["securityRules[0].access"]);
});

test("only what nobody set is not set, and only what holds an unknown value is not known", () => {
  expect(at("location")).toEqual(["location (not set)"]);
  expect(at("tags.owner")).toEqual(["tags.owner (not known)"]);
  expect(at("tags")).toEqual(["tags (not known)"]);
  expect(at("")).toEqual(["the resource as a whole"]);
});

test("an error stands before what its user sees, and what is no error does not", () => {
  const seenBy = (ref: string): string | undefined => {
    const one = rules.find((candidate) => candidate.ref === ref)!;
    const text = messageOf(one, broken(group!, { path: "", fact: "it is so" }), { alreadyCreated: false });
    return /^seen: (.{20})/m.exec(text)?.[1];
  };
  expect(["RDP904-001", "RDP904-003", "RDP904-044", "RDP904-080"].map(seenBy)).toEqual([
    "RDP error 0x204. The",
    "exposure. Sign-in at",
    "RDP error 0x904. The",
    "Once RDP fails, nobo",
  ]);
});
