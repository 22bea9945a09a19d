import { checkOneOf } from "../argument-check";

/** @throws ArgumentError with the argument's path and what is allowed */
export function checkZone(path: string, value: unknown): string {
  return checkOneOf(path, value, ["1", "2", "3"]);
}
