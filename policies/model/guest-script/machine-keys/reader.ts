import type { GuestScriptFact } from "../facts";
import type { CommandCall, FactReader, ScriptCall, ScriptContext } from "../reading/call";
import { givenValues } from "../reading/given-values";
import { changesNothing } from "../reading/harmless-commands";
import { asText, text, textsIn } from "../reading/value";
import { cacls, icacls, takeown } from "./acl-programs";
import { setAcl } from "./acl-objects";
import { cmdFileCommand, copyFiles, copyItem, moveItem, overwrite, removeItem, robocopy } from "./file-commands";
import { invokeMethod, methodCall, suspicious, wmic } from "./object-methods";
import { namesKeyFolder } from "./paths";
import { bindCommand } from "../powershell/binding";
import { commandWords } from "../powershell/command-line-words";
import { Findings, targetsOf } from "./targets";

type CommandReader = (call: CommandCall, findings: Findings) => void;

const nothing: CommandReader = () => undefined;

// Objects that do nothing to the path that they are made with; what is done with them is told then.
const onlyHolds =
  /(^|\.)(directoryinfo|fileinfo|processstartinfo|\w+(access|audit)rule|ps(custom)?object|stringbuilder|arraylist|list\W.*)$/i;

const commands: Readonly<Record<string, CommandReader>> = {
  icacls,
  cacls,
  xcacls: cacls,
  takeown,
  "set-acl": setAcl,
  "remove-item": removeItem,
  "rename-item": moveItem,
  "move-item": moveItem,
  "copy-item": copyItem,
  "clear-content": overwrite,
  "set-content": overwrite,
  "add-content": overwrite,
  "out-file": overwrite,
  "invoke-cimmethod": invokeMethod,
  "invoke-wmimethod": invokeMethod,
  wmic,
  robocopy,
  xcopy: copyFiles,
  "new-object": (call, findings) => {
    const type = asText(bindCommand(call).get("typename") ?? text("")).text;
    if (!onlyHolds.test(type)) suspicious(givenValues(call), call, findings);
  },
  "set-mppreference": nothing,
  "new-psdrive": mappedDrive,
  subst: mappedDrive,
  certutil: deletedKey,
  "new-item": nothing,
  mkdir: nothing,
  md: nothing,
  attrib: nothing,
  tree: nothing,
  where: nothing,
  findstr: nothing,
  find: nothing,
  explorer: nothing,
  "set-location": nothing,
  "push-location": nothing,
  "add-mppreference": nothing,
  "compress-archive": nothing,
  "set-variable": nothing,
  "new-variable": nothing,
};
const cmdCommands: Readonly<Record<string, CommandReader>> = {
  del: cmdFileCommand("empties-keys"),
  erase: cmdFileCommand("empties-keys"),
  rd: cmdFileCommand("deletes-keys"),
  rmdir: cmdFileCommand("deletes-keys"),
  ren: cmdFileCommand("renames-keys"),
  rename: cmdFileCommand("renames-keys"),
  move: cmdFileCommand("renames-keys"),
  copy: copyFiles,
  dir: nothing,
  type: nothing,
  more: nothing,
};

// Most scripts that name ProgramData mean their own folder in it, which cannot be a key folder nor hold one.
const ownFolder = "\\\\+(?!micro)[a-z0-9][\\w-]*(?![\\w*?[$~.-])";
const tellingOfKeys = new RegExp(
  [
    ...[
      `programdata(?!${ownFolder})`,
      "\\.\\.",
      "split-path",
      "parent",
      "progra~",
      "allusers",
      "commonapplicationdata",
    ],
    ...["crypto", "machinekeys", "systemkeys", "f686aace", "tsseckeyset", "cacls", "takeown"],
  ].join("|"),
  "i",
);

/** Reads what a script does to key folders: RDP904-063. */
export const machineKeysReader: FactReader = {
  topic: "machine-keys",
  words: [
    "crypto\\",
    "crypto/",
    "\\crypto",
    "/crypto",
    "machinekeys",
    "systemkeys",
    "f686aace",
    "tsseckeyset",
    "programdata",
    "progra~",
    "allusers",
    "commonapplicationdata",
    "icacls",
    "cacls",
    "takeown",
  ],
  telling: tellingOfKeys,
  mentions: namesKeyFolder,
  read,
};

function read(call: ScriptCall, script: ScriptContext): readonly GuestScriptFact[] {
  if (call.kind === "hidden") {
    if (!script.mentions("machine-keys")) return [];
    const { line, branch, why } = call;
    return [{ kind: "unresolved", topic: "machine-keys", line, branch, why, text: "" }];
  }
  const findings = new Findings(call, script);
  if (call.kind === "method") methodCall(call, findings);
  else command(call, findings);
  return findings.facts;
}

function command(call: CommandCall, findings: Findings): void {
  const own = call.shell === "cmd" && Object.hasOwn(cmdCommands, call.name) ? cmdCommands[call.name] : undefined;
  const reader = own ?? (Object.hasOwn(commands, call.name) ? commands[call.name] : undefined);
  if (reader) reader(call, findings);
  else if (!changesNothing(call.name)) suspicious(givenValues(call), call, findings);
}

// What is done through a drive of its own is not followed.
function mappedDrive(call: CommandCall, findings: Findings): void {
  if (!findings.keysNamed) return;
  findings.each(targetsOf(commandWords(call), call.folder, { deep: true }), () =>
    findings.unresolved("what is done through its drive is not known"),
  );
}

// certutil -delkey names a key container, not a file.
function deletedKey(call: CommandCall, findings: Findings): void {
  const words = commandWords(call).map((word) => asText(word).text.toLowerCase());
  if (words.some((word) => /^[-/]delkey$/.test(word)) && words.includes("tsseckeyset1")) {
    const path = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\f686aace6942fb7f7ceb231212eef4a4_*";
    findings.harmed("deletes-keys", { path, deep: false, folders: ["MachineKeys"] }, false);
  } else if (
    words.some((word) => /^[-/]delkey$/.test(word)) &&
    words.some((word) => textsIn({ is: "text", text: word }).some(namesKeyFolder))
  ) {
    findings.unresolved("which key it deletes is not known");
  }
}
