import { spawn } from "node:child_process";

/** How a process is started and watched. */
export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Killed, with everything it started, after this time. */
  readonly timeoutMs?: number;
  /** Killed, with everything it started, when this aborts. */
  readonly signal?: AbortSignal;
  /** Gets each line of stderr as it comes. */
  readonly onErrorLine?: (line: string) => void;
}

/** What a process said and how it ended; `exitCode` is undefined when it could not start or was killed. */
export interface ProcessResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no exit code. */
  readonly failure?: string;
}

/** Runs a process without input to its end. It never rejects: what went wrong is in the result. */
export function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  return new Promise((resolve) => {
    // Its own group, so that what it started can be killed with it.
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    let [stdout, stderr, partOfLine] = ["", "", ""];
    let failure: string | undefined;
    const stop = (why: string) => {
      failure ??= why;
      killWithDescendants(child.pid);
    };
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => stop(`it did not end within ${options.timeoutMs! / 1000} s`), options.timeoutMs);
    const onAbort = () => stop("it was stopped");
    options.signal?.addEventListener("abort", onAbort);
    const forgetSignals = beforeDeathBySignal(() => killWithDescendants(child.pid));
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      const lines = (partOfLine + text).split("\n");
      partOfLine = lines.pop() ?? "";
      for (const line of lines) options.onErrorLine?.(line);
    });
    child.on("error", (error) => (failure ??= error.message));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      forgetSignals();
      failure ??= code === null ? `it was ended by ${signal ?? "an unknown signal"}` : undefined;
      const ended = { stdout, stderr };
      resolve(
        failure === undefined ? { exitCode: code ?? undefined, ...ended } : { exitCode: undefined, ...ended, failure },
      );
    });
  });
}

/** A process group of its own is not reached by the signal that ends this process, so it is ended first. */
function beforeDeathBySignal(work: () => void): () => void {
  const forget = () => SIGNALS.forEach((signal) => process.removeListener(signal, onSignal));
  const onSignal = (signal: NodeJS.Signals) => {
    work();
    forget();
    process.kill(process.pid, signal);
  };
  SIGNALS.forEach((signal) => process.on(signal, onSignal));
  return forget;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function killWithDescendants(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/** True if a process with this id runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
