import { asText, concatenate, flatten, open, text, type ScriptValue } from "../reading/value";
import { runCommandLine } from "../command-line/run";
import type { PowerShellRun } from "./run";

/** What runs a text, for the reason if the text is not known: "Invoke-Expression runs". */
export interface TextUse {
  readonly what: string;
  readonly line: number;
  /** True where the text shares the variables around it, false where it runs in a process of its own. */
  readonly shares: boolean;
}

/** The output of a program that is not looked into. */
export function programOutput(): ScriptValue[] {
  return [open("the output of a program is not known")];
}

/** Runs what a value holds as PowerShell text. */
export function runTexts(
  run: PowerShellRun,
  given: ScriptValue | undefined,
  { what, line, shares }: TextUse,
): ScriptValue[] {
  if (!given) return [];
  const options = given.is === "choice" ? given.options : [given];
  return options.flatMap((option) => {
    const code = asText(option.is === "list" ? lines(option.items) : option);
    if (code.is === "open") {
      run.session.hide(`${what} a text that is not known: ${code.why}`, line);
      return programOutput();
    }
    run.session.note(code.text);
    const runText = (): ScriptValue[] => run.text(code.text, line);
    return shares ? runText() : run.process(runText);
  });
}

/** Runs what a value holds as code: a script block, or a text made into one. */
export function runCode(
  run: PowerShellRun,
  code: ScriptValue | undefined,
  args: ScriptValue | undefined,
  use: TextUse,
): ScriptValue[] {
  if (code?.is === "block") {
    const values = args?.is === "list" ? args.items : args ? [args] : [];
    return run.block(code, { args: values.map((value) => ({ value })) });
  }
  if (code?.is === "instance" && code.type === "scriptblock") return runTexts(run, code.arguments[0], use);
  run.session.hide(`${use.what} code that is not known`, use.line);
  return programOutput();
}

/** A script that a script writes into a file counts as run there and then; a .reg file is kept until it is imported. */
export function runWritten(
  run: PowerShellRun,
  path: ScriptValue | undefined,
  content: readonly ScriptValue[],
  line: number,
  adds = false,
): void {
  if (!path) return;
  const extension = /\.(ps1|psm1|cmd|bat|reg)$/i.exec(asText(path).text.trim())?.[1]?.toLowerCase();
  if (extension === undefined || content.length === 0) return;
  if (extension === "reg") {
    run.session.writeFile(asText(path).text, lines(flatten(content)), adds);
    return;
  }
  run.written.add(asText(path).text.trim().toLowerCase());
  const code = asText(lines(flatten(content)));
  if (code.is === "open") run.session.hide(`the script that it writes is not known: ${code.why}`, line);
  else if (extension === "cmd" || extension === "bat") run.process(() => runCommandLine(run, code.text, line));
  else run.process(() => run.text(code.text, line));
}

/** Reports a script file that runs, unless the script wrote it, so that it was read there. */
export function runFile(run: PowerShellRun, path: ScriptValue | undefined, what: string, line: number): ScriptValue[] {
  const name = path ? asText(path).text.trim().toLowerCase() : "";
  if (!run.written.has(name)) run.session.hide(`${what} a file that is not part of the stack`, line);
  return programOutput();
}

function lines(items: readonly ScriptValue[]): ScriptValue {
  return concatenate(items.flatMap((item, index) => (index === 0 ? [item] : [text("\n"), item])));
}
