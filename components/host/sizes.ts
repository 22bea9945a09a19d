import { ArgumentError, checkText, shown } from "../argument-check";

/** With 0.5 and 1 GiB of memory, too little for Windows Server. */
const tooSmall = /^Standard_B1l?s$/i;

/**
 * Checks a size by what its name tells (https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions): `s` for Premium
 * storage, `p` for Arm processors, `t` for a tiny memory.
 *
 * @throws ArgumentError with the argument's path and what is allowed
 */
export function checkSize(path: string, value: unknown): string {
  const size = checkText(path, value, /^\w+(-\d+\w+)?$/, "a size such as Standard_D2s_v5");
  const [, family, features] = /^Standard_([A-Z]+)\d+(?:-\d+)?([a-z]*)(?:_|$)/.exec(size) ?? [];
  if (family === undefined || features === undefined) {
    throw new ArgumentError(
      path,
      shown(size),
      "a size such as Standard_D2s_v5, in upper and lower case as Azure writes it",
    );
  }
  if (features.includes("p")) {
    throw new ArgumentError(
      path,
      shown(size),
      "a size of x64 processors; Machine Configuration does not run on Arm (RDP904-062)",
    );
  }
  if (features.includes("t") || tooSmall.test(size)) {
    throw new ArgumentError(path, shown(size), "a size with at least 2 GiB of memory, which Windows Server needs");
  }
  if (!features.includes("s") && !/.S$/.test(family)) {
    throw new ArgumentError(path, shown(size), "a size that is capable of Premium storage, with an s in its name");
  }
  return size;
}
