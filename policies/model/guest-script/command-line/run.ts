import type { Argument } from "../reading/call";
import { hole, open, text, type ScriptValue } from "../reading/value";
import { programName } from "../powershell/aliases";
import { within } from "../powershell/cmdlets";
import type { CommandLine } from "../powershell/commands";
import { runNested } from "../powershell/nested";
import type { PowerShellRun } from "../powershell/run";
import { parseBatch, type BatchNode } from "./parse";
import { runWritten } from "../powershell/run-text";
import { expand, wordValues } from "./expansion";

type Built = (run: PowerShellRun, rest: string, line: number) => void;

/** Runs a batch file or a line of cmd; `nestedLine` is the line of the command that it stands in. */
export function runCommandLine(run: PowerShellRun, source: string, nestedLine?: number): void {
  run.session.nested(() => {
    run.session.note(source);
    const node = parseBatch(source);
    if (node) runNode(run, node, nestedLine);
    else run.session.unparsable([source], "the command line nests too deeply", nestedLine ?? 1);
  });
}

function runNode(run: PowerShellRun, node: BatchNode, nestedLine: number | undefined): void {
  run.session.spend();
  switch (node.is) {
    case "command":
      return runCommand(run, node.text, nestedLine ?? node.line);
    case "sequence":
      for (const { node: step, after } of node.steps) {
        if (after === "||") perhaps(run, () => runNode(run, step, nestedLine));
        else runNode(run, step, nestedLine);
      }
      return;
    case "if":
      return runIf(run, node, nestedLine);
    case "for":
      for (const item of loopItems(run, node)) {
        run.scope.set(`%${node.variable.toLowerCase()}`, item);
        runNode(run, node.body, nestedLine);
      }
  }
}

function perhaps(run: PowerShellRun, step: () => void): void {
  run.perhaps(() => {
    step();
    return [];
  });
}

function runIf(run: PowerShellRun, node: Extract<BatchNode, { is: "if" }>, nestedLine: number | undefined): void {
  const existence = /^(?:\/i\s+)?(not\s+)?exist\s/i.exec(node.condition);
  const certain = existence ? (existence[1] ? 1 : 0) : -1;
  const branches = [node.then, ...(node.otherwise ? [node.otherwise] : [])].map((branch) => () => {
    runNode(run, branch, nestedLine);
    return [];
  });
  run.branches(branches, node.otherwise === undefined, certain);
}

function loopItems(run: PowerShellRun, node: Extract<BatchNode, { is: "for" }>): ScriptValue[] {
  if (/\/[fl]/i.test(node.options)) return [open("a loop variable is computed")];
  const words = wordValues(run, node.set);
  if (!/\/r/i.test(node.options)) return run.items(words);
  const folder = wordValues(run, node.options.replace(/\/[rd]\s*/gi, ""))[0] ?? folderNow(run);
  return run.items(
    words.map((word) => {
      const path = within(folder, word);
      return path.is === "text" || path.is === "open" ? { is: "file", path, deep: true, names: [] } : path;
    }),
  );
}

function folderNow(run: PowerShellRun): ScriptValue {
  return run.scope.get(" folder") ?? open("the current folder is not known");
}

function runCommand(run: PowerShellRun, raw: string, line: number): void {
  const trimmed = redirectedBehind(raw.trim());
  if (trimmed === "") return;
  const drive = /^([a-z]:)$/i.exec(trimmed);
  if (drive) {
    run.scope.set(" folder", text(`${drive[1]}\\`));
    return;
  }
  const written = commandPart(trimmed);
  const rest = trimmed.slice(written.length);
  const expanded = expand(run, written.replaceAll('"', ""));
  if (expanded.why !== undefined) {
    run.session.hide(`what runs here is not known: ${expanded.why}`, line);
    return;
  }
  const name = programName(expanded.text);
  const built = Object.hasOwn(builtIn, name) ? builtIn[name]! : undefined;
  if (built) built(run, rest, line);
  else runProgram(run, { name, written: expanded.text, arguments: [], input: [], line }, rest);
}

function runProgram(run: PowerShellRun, command: CommandLine, rest: string): void {
  const args: Argument[] = wordValues(run, rest).map((value) => ({ value }));
  if (runNested(run, { ...command, arguments: args })) return;
  run.session.emit({
    kind: "command",
    shell: "cmd",
    ...command,
    arguments: args,
    branch: run.session.branch,
    folder: folderNow(run),
  });
}

// A redirection in front of a command means what it means behind it.
function redirectedBehind(line: string): string {
  const [front] = /^(?:\d?(?:>>?|<)\s*(?:&\s*\d|"[^"]*"|[^\s<>"]+)\s*)*/.exec(line)!;
  return front === "" ? line : `${line.slice(front.length)} ${front.trim()}`;
}

// Commands that cmd knows itself end where a "/", "\" or "." follows: rd/s, cd\, echo.
function commandPart(line: string): string {
  const own = /^(?:del|erase|rd|rmdir|dir|copy|move|ren|md|mkdir|echo|type|cd|chdir)(?=[\\/.,;:=(])/i.exec(line);
  return own?.[0] ?? /^(?:"[^"]*"?|[^\s"]+)+/.exec(line)?.[0] ?? line;
}

const nothing: Built = () => undefined;

const changeFolder: Built = (run, rest) => {
  const target = wordValues(run, rest).find((word) => !(word.is === "text" && /^\/d$/i.test(word.text)));
  if (target) run.scope.set(" folder", within(folderNow(run), target));
};

const builtIn: Readonly<Record<string, Built>> = {
  cd: changeFolder,
  chdir: changeFolder,
  pushd: (run, rest, line) => {
    run.scope.set(" pushed", folderNow(run));
    changeFolder(run, rest, line);
  },
  popd: (run) => run.scope.set(" folder", run.scope.get(" pushed") ?? open("the current folder is not known")),
  set: (run, rest) => {
    const assignment = /^\s*(\/[ap]\s+)?"?([^=]+?)=(.*?)"?\s*$/i.exec(rest);
    if (!assignment) return;
    const { text: value, why } = expand(run, assignment[3]!);
    const name = `env:${assignment[2]!.replace(/^"/, "").toLowerCase()}`;
    const known = assignment[1] === undefined ? why : "it is computed";
    run.scope.setGlobal(name, known === undefined ? text(value) : open(known, assignment[1] ? hole : value));
  },
  // call fills in variables once more.
  call: (run, rest, line) => {
    if (!/^\s*:/.test(rest)) runCommand(run, rest.replaceAll("%%", "%"), line);
  },
  start: (run, rest, line) => {
    const command = rest.replace(/^\s*(?:"[^"]*"\s+)?(?:\/(?:d\s+\S+|\w+)\s+)*/i, "");
    runCommand(run, command, line);
  },
  echo: (run, rest, line) => {
    const [written, sign, target] = /(>>?)\s*("[^"]*"|\S+)\s*$/.exec(rest) ?? [];
    if (written === undefined || target === undefined) return;
    const { text: content, why } = expand(run, rest.slice(0, rest.length - written.length));
    const value = why === undefined ? text(content) : open(why, content);
    runWritten(run, wordValues(run, target)[0], [value], line, sign === ">>");
  },
  "@echo": nothing,
  rem: nothing,
  goto: nothing,
  exit: nothing,
  setlocal: nothing,
  endlocal: nothing,
  title: nothing,
  color: nothing,
  cls: nothing,
  pause: nothing,
  ver: nothing,
};
