import type { GuestScriptFact, GuestScriptFacts, RegistryData } from "./facts";
import { listenerKey, serverKey } from "./listener/keys";
import { registryData } from "./registry/data";
import { text } from "./reading/value";

type Setting = readonly [key: string, name: string, data: RegistryData];

/** Value of a parameter of a Run Command, or why it is not known; undefined where it is not given. */
export type CommandParameters = (name: string) => { readonly known: string } | { readonly why: string } | undefined;

// What Azure's own commands do to the listener; those that leave it alone are not listed.
// https://github.com/Azure/azure-support-scripts/tree/master/RunCommand/Windows
const commands: Readonly<Record<string, (parameter: CommandParameters) => readonly Setting[]>> = {
  resetrdpcert: () => [
    [listenerKey, "minencryptionlevel", { known: 1 }],
    [listenerKey, "securitylayer", { known: 0 }],
  ],
  disablenla: () => [[listenerKey, "userauthentication", { known: 0 }]],
  setrdpport: (parameter) => {
    const port = parameter("rdpport") ?? { known: "3389" };
    return [
      [serverKey, "fdenytsconnections", { known: 0 }],
      [listenerKey, "portnumber", "known" in port ? registryData(text(port.known)) : port],
    ];
  },
};

/** What one of Azure's built-in Run Commands does to the RDP listener, by its commandId. */
export function builtInCommandFacts(commandId: string, parameter: CommandParameters): GuestScriptFacts {
  const id = commandId.trim().toLowerCase();
  const settings = Object.hasOwn(commands, id) ? commands[id]!(parameter) : [];
  return settings.map(([key, name, data]): GuestScriptFact => ({
    kind: "sets-registry-value",
    topic: "rdp-listener",
    key,
    name,
    data,
    line: 1,
    text: commandId.trim(),
    branch: [],
  }));
}
