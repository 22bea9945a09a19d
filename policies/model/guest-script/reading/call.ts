import type { GuestScriptFact, Topic } from "../facts";
import type { ScriptValue } from "./value";

/** Which rules of spelling a text follows. */
export type Shell = "powershell" | "cmd";

/** One argument: a value, a parameter, or a parameter with its value ("-Path:x", or from a splatted table). */
export interface Argument {
  /** Name in lower case, without the dash. */
  readonly parameter?: string;
  readonly value?: ScriptValue;
}

interface Call {
  readonly line: number;
  readonly branch: readonly number[];
}

/** A command that a script runs. */
export interface CommandCall extends Call {
  readonly kind: "command";
  readonly shell: Shell;
  /** Lower case, aliases resolved, no folder and no ".exe": "remove-item", "icacls". */
  readonly name: string;
  readonly arguments: readonly Argument[];
  /** What comes in through the pipeline. */
  readonly input: readonly ScriptValue[];
  /** The current folder. */
  readonly folder: ScriptValue;
}

/** A method call on an object, or of a .NET type (then the target is a text such as "system.io.file"). */
export interface MethodCall extends Call {
  readonly kind: "method";
  readonly isStatic: boolean;
  readonly target: ScriptValue;
  /** Lower case. */
  readonly name: string;
  readonly arguments: readonly ScriptValue[];
  readonly folder: ScriptValue;
}

/** Code that runs and cannot be read. */
export interface HiddenCode extends Call {
  readonly kind: "hidden";
  /** "Invoke-Expression runs a text that is not known: $x is not set in the script" */
  readonly why: string;
}

export type ScriptCall = CommandCall | MethodCall | HiddenCode;

/** What a reader may know of the script beyond the one call. */
export interface ScriptContext {
  /** True where the script names a subject of the topic outside comments and printed text. */
  mentions(topic: Topic): boolean;
  /** What the script wrote into a file before, by the path as it names it; undefined where it wrote none. */
  writtenFile(path: string): ScriptValue | undefined;
}

/** Turns calls into facts about one topic. Each topic has one; a new topic is a new reader in the list. */
export interface FactReader {
  readonly topic: Topic;
  /** A script without any of these words (lower case, without quotes and blanks) says nothing about the topic. */
  readonly words: readonly string[];
  /**
   * Narrower than the words, and costlier to look for: a script without it, bare of blanks, quotes and signs of joining,
   * gives no facts, or such alone as matter beside a script that does harm.
   */
  readonly telling?: RegExp;
  /** True where a text names a subject of the topic, so that what cannot be read beside it is suspicious. */
  mentions(text: string): boolean;
  /** The objects that a command looks up, as far as the topic knows them: `Get-Service TermService`. */
  objects?(call: CommandCall): readonly ScriptValue[] | undefined;
  read(call: ScriptCall, script: ScriptContext): readonly GuestScriptFact[];
}
