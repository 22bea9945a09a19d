import * as pulumi from "@pulumi/pulumi";

// Each pause is longer than the one before, up to half a minute.
const firstPauseSeconds = 5;
const longestPauseSeconds = 30;

/**
 * Seconds to wait before the next try, or undefined where another would be in vain: the vault refused for another reason
 * than a role, or the bound is used up.
 *
 * @param errors what went wrong so far, newest first
 */
export function pauseSecondsAfter(errors: readonly string[], boundMinutes: number): number | undefined {
  if (!errors[0]?.includes("ForbiddenByRbac")) return undefined;
  const pauses = errors.map((_, index) => Math.min(firstPauseSeconds * (index + 1), longestPauseSeconds));
  const waited = pauses.reduce((sum, pause) => sum + pause, 0);
  return waited <= boundMinutes * 60 ? pauses.at(-1) : undefined;
}

/**
 * Options of a resource that let Pulumi try again what a vault refused because it has not heard yet of a role that was just
 * assigned. None where Pulumi cannot, as under its mocks.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---role-assignment-changes-are-not-being-detected
 */
export function retryWhileUngranted(name: string, boundMinutes: number): Pick<pulumi.CustomResourceOptions, "hooks"> {
  const monitor: { registerErrorHook?: unknown } | undefined = pulumi.runtime.getMonitor();
  if (typeof monitor?.registerErrorHook !== "function") return {};
  const hook = new pulumi.ErrorHook(`rdp904-${name}-waits-for-its-grant`, async ({ errors }) => {
    const seconds = pauseSecondsAfter(errors, boundMinutes);
    if (seconds !== undefined) await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    return seconds !== undefined;
  });
  return { hooks: { onError: [hook] } };
}
