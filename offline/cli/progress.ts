/** Shows that a long piece of work is alive. */
export interface Progress {
  /** Takes a line of the work's own output. */
  note(line: string): void;
  end(summary: string): void;
}

const REPORT_INTERVAL_MS = 4_000;

/** Logs a first line, then at least every 5 s how long the work takes and what it does, until it ends. */
export function startProgress(log: (line: string) => void, firstLine: string): Progress {
  const startedMs = Date.now();
  const elapsed = () => `${Math.round((Date.now() - startedMs) / 1000)} s`;
  let [downloads, packages, now] = [0, 0, "starting"];
  log(firstLine);
  const timer = setInterval(() => {
    log(`  ${elapsed()}: ${downloads} modules fetched, ${packages} packages compiled, now ${now}`);
  }, REPORT_INTERVAL_MS);
  return {
    note(line) {
      const download = /^go: downloading (\S+)/.exec(line)?.[1];
      if (download !== undefined) [downloads, now] = [downloads + 1, `fetching ${download}`];
      else if (/^\S+$/.test(line)) [packages, now] = [packages + 1, `compiling ${line}`];
    },
    end(summary) {
      clearInterval(timer);
      log(`${summary} (${elapsed()}).`);
    },
  };
}
