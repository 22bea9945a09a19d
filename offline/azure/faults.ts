import { ArmError } from "./arm/errors";

/** Trouble that a test asks for. */
export interface Fault {
  /** Normalised type, such as `compute:VirtualMachine`. */
  readonly type: string;
  /** Pulumi name; `*` stands for any characters. Default: every resource of the type. */
  readonly name?: string;
  /** `takes-effect-late`: a role assignment is created, but the data plane sees it only after `delayMs`. */
  readonly kind: "create-fails" | "create-hangs" | "create-late" | "takes-effect-late";
  /** The ARM error code of `create-fails`. Default: `InternalServerError`. */
  readonly code?: string;
  /** For the two late kinds; default 1000. */
  readonly delayMs?: number;
}

export function faultFor(
  faults: readonly Fault[],
  type: string,
  name: string,
  kinds: readonly Fault["kind"][],
): Fault | undefined {
  return faults.find((fault) => fault.type === type && kinds.includes(fault.kind) && matches(fault.name ?? "*", name));
}

function matches(pattern: string, name: string): boolean {
  const expression = pattern
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}$`).test(name);
}

/** Waits or throws as the fault says; `cancelled` ends a wait. */
export async function suffer(fault: Fault | undefined, cancelled: AbortSignal): Promise<void> {
  if (fault === undefined || fault.kind === "takes-effect-late") return;
  if (fault.kind === "create-fails") {
    throw new ArmError(500, fault.code ?? "InternalServerError", "The offline Azure was told to fail here.");
  }
  await pause(fault.kind === "create-hangs" ? undefined : (fault.delayMs ?? 1000), cancelled);
}

function pause(milliseconds: number | undefined, cancelled: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      const reason: unknown = cancelled.reason;
      reject(reason instanceof Error ? reason : new Error("operation cancelled"));
    };
    const timer = milliseconds === undefined ? undefined : setTimeout(() => finish(), milliseconds);
    const finish = (): void => {
      cancelled.removeEventListener("abort", stop);
      resolve();
    };
    if (cancelled.aborted) stop();
    else cancelled.addEventListener("abort", stop, { once: true });
  });
}
