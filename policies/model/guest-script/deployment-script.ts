import { shellCommands } from "./deployment-script/shell-words";
import { guestCommands, type HandedScript } from "./deployment-script/handed-scripts";
import type { GuestScriptFact, GuestScriptFacts } from "./facts";
import { readGuestScript, readWith, topicReaders } from "./read-guest-script";

/**
 * Reads a deployment script, which runs in a container of Azure's: it matters only as far as it hands scripts to
 * machines, by Run Command or an extension. What it does where it runs is nobody's business. `besideHarm` as of
 * readGuestScript.
 */
export async function readDeploymentScript(
  script: string,
  shell: "powershell" | "bash",
  besideHarm = false,
): Promise<GuestScriptFacts> {
  const handed: HandedScript[] = [];
  const collect = (found: readonly HandedScript[]): void => {
    handed.push(...found);
  };
  if (shell === "bash") {
    for (const { words, line } of shellCommands(script)) collect(guestCommands.az(words, line));
  } else {
    await readWith([guestCommands.reader(collect)], script);
  }
  const facts = await Promise.all(handed.map((one) => factsOf(one, besideHarm)));
  return facts.flat();
}

async function factsOf({ script, shell, line }: HandedScript, besideHarm: boolean): Promise<GuestScriptFacts> {
  if (script.is === "text") {
    const facts = await readGuestScript(script.text, { shell }, besideHarm);
    return facts.map((fact) => ({ ...fact, line }));
  }
  return topicReaders.flatMap(({ topic, mentions }): GuestScriptFact[] => {
    if (!mentions(script.text)) return [];
    return [
      {
        kind: "unresolved",
        topic,
        why: `the script that it hands to a machine is not known: ${script.why}`,
        line,
        text: "",
        branch: [],
      },
    ];
  });
}
