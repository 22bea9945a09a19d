const printing = new Set([
  "write-host",
  "write-output",
  "write-verbose",
  "write-warning",
  "write-error",
  "write-information",
  "write-debug",
  "write-progress",
  "write-eventlog",
  "write",
  "echo",
]);

/** True for commands whose arguments are only shown to somebody. */
export function onlyPrints(name: string): boolean {
  return printing.has(name.toLowerCase());
}
