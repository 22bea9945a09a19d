import { hole, open, text, type ScriptValue } from "../reading/value";
import type { PowerShellRun } from "../powershell/run";
import { programWords } from "./words";

// %%~nxi of a loop; %NAME:~0,4% or %NAME:old=new%; %%i of a loop; %NAME% or !NAME!; %* and %1 of the script.
const inserted =
  /%%?~[a-z]*(?<modified>[a-z\d])\b|(?<!%)(?<of>[%!])(?<part>[^%!\s:]+):[^%!]*\k<of>|%%?(?<loop>[a-z])(?![a-z\d_()]*%)|(?<by>[%!])(?<name>[^%!\s:]+)\k<by>|%\*|%\d/gi;

/** Fills in %NAME%, !NAME! and %%i; what is not known leaves a hole. */
export function expand(run: PowerShellRun, raw: string): { text: string; why: string | undefined } {
  let why: string | undefined;
  const filled = (name: string): string => {
    const value = run.scope.get(name);
    if (value?.is === "text") return value.text;
    if (value?.is === "file" && value.path.is === "text") return value.path.text;
    why ??= `${name.startsWith("%") ? name : `%${name.slice(4)}%`} is not known`;
    if (value?.is === "open") return value.text;
    return value?.is === "file" ? value.path.text : hole;
  };
  const expanded = raw.replace(inserted, (whole, ...found) => {
    const { modified, part, loop = modified, name } = found.at(-1) as Partial<Record<string, string>>;
    if (loop !== undefined && /[a-z]/i.test(loop)) {
      return run.scope.get(`%${loop.toLowerCase()}`) ? filled(`%${loop.toLowerCase()}`) : whole;
    }
    if (name !== undefined) return filled(`env:${name.toLowerCase()}`);
    why ??= part
      ? `only a part of %${part.toLowerCase()}% or a changed text of it is used`
      : "an argument of the script is not known";
    return hole;
  });
  return { text: expanded, why };
}

/** Words of a command line as values; redirections are left out. */
export function wordValues(run: PowerShellRun, raw: string): ScriptValue[] {
  const { text: line, why } = expand(run, withoutRedirections(raw));
  return programWords(line).map((word) => (word.includes(hole) ? open(why ?? "it is not known", word) : text(word)));
}

function withoutRedirections(raw: string): string {
  let quoted = false;
  let kept = "";
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '"') quoted = !quoted;
    if (!quoted && (raw[at] === ">" || raw[at] === "<")) {
      kept = kept.replace(/\s\d$/, " ");
      const target = /^[<>]+\s*(?:&\s*\d|"[^"]*"|[^\s<>]*)/.exec(raw.slice(at));
      at += (target?.[0].length ?? 1) - 1;
    } else kept += raw[at];
  }
  return kept;
}
