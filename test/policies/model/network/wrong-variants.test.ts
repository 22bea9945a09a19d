import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import ts from "typescript";
import type { comparisons } from "./oracle-comparisons";

/** One mistake in the decision as somebody might make it: a file of the model, a piece of its text, and what stands there instead. */
interface WrongVariant {
  readonly mistake: string;
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
  /** The comparison that finds it out. Default: the one where everything is known. */
  readonly against?: keyof Comparisons;
}

type Comparisons = typeof comparisons;

const variants: readonly WrongVariant[] = [
  {
    mistake: "Azure's default rules are dropped",
    file: "rule-set",
    right: "[...steps, ...defaultSteps[direction].steps]",
    wrong: "steps",
  },
  {
    mistake: "the protocol is ignored",
    file: "security-rule",
    right: 'asked === undefined || protocol === undefined || protocol === "any" || protocol === asked',
    wrong: "true",
  },
  {
    mistake: "the first match by order of writing wins, not by priority",
    file: "rule-set",
    right: ".sort((a, b) => a.priority! - b.priority!)",
    wrong: "",
  },
  {
    mistake: "the larger priority number wins",
    file: "rule-set",
    right: "a.priority! - b.priority!",
    wrong: "b.priority! - a.priority!",
  },
  {
    mistake: "the source port is ignored",
    file: "decide",
    right: "if (!fromNamed && !from.open)",
    wrong: "if (false)",
  },
  {
    mistake: "a range of ports means its first port",
    file: "ports",
    right: "Number(last ?? first) + 1",
    wrong: "Number(first) + 1",
  },
  {
    mistake: "only the singular field is read",
    file: "endpoint",
    right: "[one, ...list]",
    wrong: "[one]",
  },
  {
    mistake: "an empty singular field counts beside the list",
    file: "endpoint",
    right: 'entry !== undefined && entry !== ""',
    wrong: "entry !== undefined",
  },
  {
    mistake: "a prefix means its first address",
    file: "parse-address",
    right: "set: { v4: [start, start + size], v6: noV6 }, hostBits",
    wrong: "set: { v4: [start, start + 1], v6: [] }, hostBits",
  },
  {
    mistake: "IPv6 prefixes mean every IPv6 address",
    file: "parse-address",
    right: "v6: [start, start + size]",
    wrong: "v6: [0n, endOfV6]",
  },
  {
    mistake: "the destination is ignored",
    file: "decide",
    right: "const means = meansHost(near, flow.host, flow.network);",
    wrong: 'const means = meansHost(near, flow.host, flow.network) && "yes";',
  },
  {
    mistake: "words are compared with their case",
    file: "security-rule",
    right: "field.trim().toLowerCase()",
    wrong: "field.trim().replace(/^./, (first) => first.toLowerCase())",
  },
  {
    mistake: "Internet means every address",
    file: "service-tags",
    right: "subtract(publicAddresses, network.inside)",
    wrong: "everywhere",
  },
  {
    mistake: "a tag whose ranges nobody knows means nobody",
    file: "service-tags",
    right: "{ sure: nowhere, maybe: publicAddresses }",
    wrong: "{ sure: nowhere, maybe: nowhere }",
    against: "tagsAndGroups",
  },
  {
    mistake: "a rule that means some of the clients means all of them",
    file: "decide",
    right: "const taken = sure ? extent.sure : nowhere;",
    wrong: "const taken = sure && !isEmpty(extent.sure) ? part.addresses : nowhere;",
  },
  {
    mistake: "a field that is not known matches nothing",
    file: "decide",
    right: 'if (fit === "no") continue;',
    wrong: 'if (fit !== "yes") continue;',
    against: "unknownFields",
  },
  {
    mistake: "a rule that may match surely matches",
    file: "decide",
    right: "const perhaps = sure ? extent.maybe : union(extent.sure, extent.maybe);",
    wrong: "const perhaps = nowhere;",
    against: "unknownFields",
  },
  {
    mistake: "rules filter the platform's own addresses on the way out",
    file: "decide",
    right: "intersect(far.within, platformAddresses)",
    wrong: "nowhere",
  },
  {
    mistake: "one level that lets a client through is enough",
    file: "passage",
    right: 'if (a.outcome === "deny") return a;',
    wrong: 'if (a.outcome === "allow") return a;',
    against: "twoLevels",
  },
  {
    mistake: "of several groups that may stand at a level, the first is believed",
    file: "passage",
    right: 'outcome: a.outcome === b.outcome ? a.outcome : "undecided"',
    wrong: "outcome: a.outcome",
    against: "twoLevels",
  },
  {
    mistake: "the index of a large group forgets rules with tags or groups",
    file: "rule-index",
    right: "always && flip(current, rule)",
    wrong: "flip(current, rule) ",
    against: "singleAddresses",
  },
];

const seed = Number(process.env["RDP904_SEED"] ?? Date.now() % 2 ** 31);
const modelFolder = join(__dirname, "../../../../policies/model/network");
/** The mistake that shows most rarely shows once in a hundred random groups. */
const mostRuns = 10_000;

test.each(variants)(`the comparison with the oracle finds out that $mistake (seed ${seed})`, (variant) => {
  const found = comparisonsWith(variant)[variant.against ?? "exact"].failure({
    ...{ seed, numRuns: mostRuns, endOnFailure: true, includeErrorInReport: true },
  });
  expect(found).toMatch(/expect\(|lies in \d+ pieces/);
});
test("the same text unchanged passes, so that it is the mistake that is found", () => {
  const text = "export function decide(";
  const unchanged = comparisonsWith({ mistake: "nothing", file: "decide", right: text, wrong: text });
  const failures = Object.values(unchanged).map(({ failure }) => failure({ seed, numRuns: 300 }));
  expect(failures.filter((failure) => failure !== undefined)).toEqual([]);
});

/** The comparisons over a decision with one mistake, which nothing else in this file sees. */
function comparisonsWith(variant: WrongVariant): Comparisons {
  const path = join(modelFolder, `${variant.file}.ts`);
  const text = readFileSync(path, "utf8");
  if (text.split(variant.right).length !== 2) throw new Error(`${variant.file}.ts does not say once: ${variant.right}`);
  const program = ts.transpile(text.replace(variant.right, variant.wrong), {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
  });
  let loaded: { comparisons: Comparisons } | undefined;
  jest.isolateModules(() => {
    jest.doMock("fast-check", () => fc);
    jest.doMock(path, () => {
      const exports = {};
      const load = (name: string): unknown => jest.requireActual(name.startsWith(".") ? join(modelFolder, name) : name);
      new Function("exports", "require", program)(exports, load);
      return exports;
    });
    loaded = jest.requireActual<{ comparisons: Comparisons }>("./oracle-comparisons");
  });
  jest.dontMock(path);
  return loaded!.comparisons;
}
