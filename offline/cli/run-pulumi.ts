import { spawn, type ChildProcess } from "node:child_process";
import * as os from "node:os";

/** How one Pulumi command runs. */
export interface PulumiRunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether its input and output are those of this process, or are collected. */
  readonly stdio: "inherit" | "capture";
  /** Interrupted after this time, and killed 10 s later. Default: never. */
  readonly timeoutMs?: number;
  /** Written to its standard input. Default: none, so that it asks nothing. */
  readonly input?: string;
}

/** How it ended; the texts are empty where they were not collected. */
export interface PulumiRunResult {
  /** 128 and the signal's number, as shells say it, for one that a signal ended. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const KILL_AFTER_MS = 10_000;

/** Runs Pulumi to its end, also when this process is asked to end meanwhile: Pulumi is asked too, and waited for. */
export function runPulumi(
  command: string,
  args: readonly string[],
  options: PulumiRunOptions,
): Promise<PulumiRunResult> {
  return new Promise((resolve, reject) => {
    const captures = options.stdio === "capture";
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: captures ? [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"] : "inherit",
    });
    let [stdout, stderr, timedOut] = ["", "", false];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    // A command that ends before it has read everything is judged by its exit code.
    child.stdin?.on("error", () => undefined).end(options.input);
    const stopForwarding = forwardSignals(child);
    const timers = [
      startTimer(options.timeoutMs, () => (timedOut = child.kill("SIGINT"))),
      startTimer(options.timeoutMs && options.timeoutMs + KILL_AFTER_MS, () => child.kill("SIGKILL")),
    ];
    const finish = () => {
      stopForwarding();
      timers.forEach((timer) => clearTimeout(timer));
    };
    child.on("error", (error) => {
      finish();
      reject(new Error(`${command} could not start in ${options.cwd}: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      finish();
      if (timedOut) {
        const seconds = (options.timeoutMs ?? 0) / 1000;
        reject(
          new Error(
            `pulumi ${args.join(" ")} did not end within ${seconds} s.\n${stdout.slice(-2000)}${stderr.slice(-2000)}`,
          ),
        );
      } else {
        resolve({ exitCode: code ?? 128 + os.constants.signals[signal ?? "SIGTERM"], stdout, stderr });
      }
    });
  });
}

function startTimer(delayMs: number | undefined, work: () => void): NodeJS.Timeout | undefined {
  return delayMs === undefined ? undefined : setTimeout(work, delayMs);
}

/** Hands signals on. A terminal sends Ctrl-C to both processes, and Pulumi takes a second one as "end at once". */
function forwardSignals(child: ChildProcess): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  signals.forEach((signal) => process.on(signal, onSignal));
  return () => signals.forEach((signal) => process.removeListener(signal, onSignal));
}
