import { knownTagNames } from "./known-service-tags";

// A shorter name may be one letter away from another that exists.
const shortestLikely = 6;

/**
 * The tag that somebody meant who wrote one that is not known: one letter too many, too few, wrong or in the wrong place.
 * The region stays as written. Undefined where no known tag is that close, so that it may be a new one.
 */
export function meantTag(written: string): string | undefined {
  const [service = "", ...region] = written.trim().split(".");
  const meant = knownTagNames.find(
    (name) => name.length >= shortestLikely && isOneSlip(service.toLowerCase(), name.toLowerCase()),
  );
  return meant && [meant, ...region].join(".");
}

function isOneSlip(written: string, right: string): boolean {
  if (Math.abs(written.length - right.length) > 1) return false;
  let at = 0;
  while (at < written.length && written[at] === right[at]) at++;
  const [rest, rightRest] = [written.slice(at), right.slice(at)];
  if (rest.length !== rightRest.length) {
    return rest.length > rightRest.length ? rest.slice(1) === rightRest : rest === rightRest.slice(1);
  }
  const swapped = rightRest.slice(1, 2) + rightRest.slice(0, 1) + rightRest.slice(2);
  return rest.slice(1) === rightRest.slice(1) || rest === swapped;
}
