/** A refusal as ARM words it; the message has the form in which azure-native prints one. */
export class ArmError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly reason: string,
  ) {
    super(`Status=${status} Code="${code}" Message="${reason}"`);
  }
}

export function badRequest(code: string, reason: string): ArmError {
  return new ArmError(400, code, reason);
}

export function notFound(code: string, reason: string): ArmError {
  return new ArmError(404, code, reason);
}

export function conflict(code: string, reason: string): ArmError {
  return new ArmError(409, code, reason);
}

/** A reference from one network resource to another that does not exist. */
export function invalidReference(referenced: string, referrer: string): ArmError {
  return badRequest(
    "InvalidResourceReference",
    `Resource ${referenced} referenced by resource ${referrer} was not found. Please make sure that the referenced ` +
      "resource exists, and that both resources are in the same region.",
  );
}
