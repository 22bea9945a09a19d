import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProgramRun, ProgramRunner } from "../offline/program";
import { findingsOf } from "../policies/pack/reported-finding";
import { errorsOf } from "../offline/event-log";
import { deviationsFrom, type ExpectedFinding } from "./expectation";

export interface Step {
  readonly title: string;
  /** Runs the step and says what was not as it should be. */
  readonly check: () => Promise<readonly string[]>;
}

const project = "rdp904-reference";

/** The five steps of the demo, in order; later ones rest on earlier ones. */
export function steps(root: string, runner: ProgramRunner): readonly Step[] {
  const pack = join(root, "policies");
  // Made up for this run; it meets Azure's rules for passwords and is never written to a log.
  const adminPassword = { [`${project}:adminPassword`]: `Aa1-${randomBytes(12).toString("hex")}` };
  const reference = (command: string, stack = "demo", config: Record<string, unknown> = {}): Promise<ProgramRun> =>
    runner.run(command, root, {
      stack,
      configurationFile: join(root, "Pulumi.demo.yaml"),
      config,
      secrets: adminPassword,
      policyPack: pack,
    });
  const broken = join(root, "examples", "reproduces-0x904");
  const brokenPassword = { "reproduces-0x904:adminPassword": Object.values(adminPassword)[0]! };

  return [
    {
      title: "1. Preview a stack that would reproduce 0x904: blocked",
      async check() {
        const run = await runner.run("preview", broken, { secrets: brokenPassword, policyPack: pack });
        show(run);
        const expected = JSON.parse(readFileSync(join(broken, "expected-findings.json"), "utf8")) as ExpectedFinding[];
        return [...blocked(run), ...deviationsFrom(expected, findingsOf(run.violations))];
      },
    },
    {
      title: "2. Preview and deploy the reference stack: no finding",
      async check() {
        const preview = await reference("preview");
        const deployed = await reference("up");
        return [...clean(preview), ...clean(deployed)];
      },
    },
    {
      title: "3. Deploy it again: nothing changes",
      async check() {
        const again = await reference("up");
        const changed = Object.entries(again.changes ?? {}).filter(([operation]) => operation !== "same");
        return [...clean(again), ...changed.map(([operation, count]) => `${count} resources: ${operation}`)];
      },
    },
    {
      title: "4. Preview it, never deployed, with a deny before the RDP allow: blocked by 002 alone",
      async check() {
        const run = await reference("preview", "demo-denied", { [`${project}:additionalSecurityRules`]: denied });
        show(run);
        const told = run.violations.map(({ message }) => message).join("\n");
        const missing = ["deny-rdp", "200", "allow-rdp-tcp", "300"].filter((word) => !told.includes(word));
        const refs = new Set(findingsOf(run.violations).map(({ ref, verdict }) => `${ref} ${verdict}`));
        return [
          ...blocked(run),
          ...missing.map((word) => `the message does not name ${word}`),
          ...(refs.size === 1 && refs.has("RDP904-002 broken") ? [] : [`findings: ${[...refs].join(", ") || "none"}`]),
        ];
      },
    },
    {
      title: "5. Destroy it",
      async check() {
        const run = await reference("destroy");
        return run.exitCode === 0 ? [] : [`exit code ${run.exitCode}`, run.output];
      },
    },
  ];
}

const denied = [
  {
    name: "deny-rdp",
    priority: 200,
    direction: "Inbound",
    access: "Deny",
    protocol: "*",
    sourceAddressPrefix: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "3389",
  },
];

function show(run: ProgramRun): void {
  for (const { urn, level, message } of run.violations) {
    console.log(`   [${level}] ${urn.split("::").at(-1)}`);
    for (const line of message.split("\n")) console.log(`      ${line}`);
  }
}

function blocked(run: ProgramRun): string[] {
  if (run.exitCode === 0) return ["Pulumi exited with 0, although it should be blocked"];
  return errorsOf(run);
}

function clean(run: ProgramRun): string[] {
  const found = findingsOf(run.violations).map(({ ref, resource, path }) => `${ref} ${resource} ${path}`);
  return run.exitCode === 0 ? found : [...found, `exit code ${run.exitCode}`, run.output];
}
