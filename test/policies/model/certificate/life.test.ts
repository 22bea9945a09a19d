import fc from "fast-check";
import { describeLife, duration, judgeLife, type CertificateLife } from "../../../../policies/model/certificate/life";
import { daysInMonths, judgeWindow } from "../../../../policies/model/certificate/renewal-window";

const year: CertificateLife = {
  validityDays: 365,
  trigger: { lifetimePercentage: 80 },
  pollingIntervalSeconds: 3600,
};

test("a year, renewed at 80 percent and looked for every hour, has 72.9 days to spare", () => {
  const answer = judgeLife(year);
  expect(answer).toEqual({
    windowSeconds: 73 * 86_400,
    reachesListenerWithinSeconds: 75 * 60,
    leftSeconds: 73 * 86_400 - 75 * 60,
    fits: true,
  });
  expect(describeLife(answer)).toBe(
    "is renewed 73 days before expiry and reaches the listener within 75 minutes, with 72.9 days to spare",
  );
});

test("a look every three months comes too late for a window of 73 days, and the message says by how much", () => {
  const answer = judgeLife({ ...year, pollingIntervalSeconds: 90 * 86_400 });
  expect(answer.fits).toBe(false);
  expect(describeLife(answer)).toBe(
    "is renewed 73 days before expiry and reaches the listener within 90 days, 17 days too late",
  );
});

test("slow polling alone is not too slow", () => {
  expect(judgeLife({ ...year, pollingIntervalSeconds: 30 * 86_400 }).fits).toBe(true);
});

test("what is left has to be a whole day, to the second", () => {
  const tight = { ...year, trigger: { daysBeforeExpiry: 2 } };
  expect(judgeLife({ ...tight, pollingIntervalSeconds: 86_400 - 900 }).fits).toBe(true);
  expect(judgeLife({ ...tight, pollingIntervalSeconds: 86_400 - 899 }).fits).toBe(false);
});

test("each failure in a row costs one more look and one more run", () => {
  expect(judgeLife({ ...year, failuresInARow: 3 }).reachesListenerWithinSeconds).toBe(4 * 4500);
});

test("a trigger before the first day renews on the first day", () => {
  expect(judgeLife({ ...year, validityDays: 30, trigger: { daysBeforeExpiry: 90 } }).windowSeconds).toBe(30 * 86_400);
});

test.each([
  [0, "0 seconds"],
  [1, "1 second"],
  [60, "1 minute"],
  [4500, "75 minutes"],
  [7199, "119.9 minutes"],
  [7200, "2 hours"],
  [86_399, "23.9 hours"],
  [86_400, "1 day"],
  [72.948 * 86_400, "72.9 days"],
])("%d seconds are written as %s, rounded down", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  [1, 28],
  [2, 59],
  [3, 89],
  [6, 181],
  [11, 334],
  [12, 365],
  [13, 393],
  [24, 730],
  [36, 1095],
])("%d months are at least %d days, whenever they begin", (months, days) => {
  const counted = Array.from({ length: 12 }, (_, start) => {
    return (Date.UTC(2025, start + months, 1) - Date.UTC(2025, start, 1)) / 86_400_000;
  });
  expect(daysInMonths(months)).toBe(days);
  expect(Math.min(...counted)).toBeGreaterThanOrEqual(days);
  expect(Math.min(...counted)).toBeLessThanOrEqual(days + Math.ceil(months / 48));
});

test.each<[string, Parameters<typeof judgeWindow>, boolean | undefined]>([
  ["14 days of a year", [{ daysBeforeExpiry: 14 }, 12], true],
  ["13 days of a year", [{ daysBeforeExpiry: 13 }, 12], false],
  ["a fifth of one month", [{ lifetimePercentage: 80 }, 1], true],
  ["less than a fifth of one month", [{ lifetimePercentage: 81 }, 1], false],
  ["6 days of one month, which is more than a fifth", [{ daysBeforeExpiry: 6 }, 1], true],
  ["5 days of one month", [{ daysBeforeExpiry: 5 }, 1], false],
  ["4 percent of a year, which is 14.6 days", [{ lifetimePercentage: 96 }, 12], true],
  ["3 percent of a year", [{ lifetimePercentage: 97 }, 12], false],
  ["14 days of any validity", [{ daysBeforeExpiry: 14 }, undefined], true],
  ["13 days of a validity that is not known", [{ daysBeforeExpiry: 13 }, undefined], undefined],
  ["a fifth of any validity", [{ lifetimePercentage: 80 }, undefined], true],
  ["a tenth of a validity that is not known", [{ lifetimePercentage: 90 }, undefined], undefined],
])("it is told whether %s leave enough room", (_, asked, roomy) => {
  expect(judgeWindow(...asked).roomy).toBe(roomy);
});

/** A hundredth of a day, in which every percentage of whole days is whole. */
const tickSeconds = 864;

/**
 * Walks through the whole life, tick by tick, for every moment at which looks and runs may fall, and returns the ticks
 * that are left when the new certificate is in use in the worst case. What happens at the very same moment is missed.
 */
function slowlyLeft(validityDays: number, renewedAtTick: number, polling: number, binding: number, failures: number) {
  const expiry = validityDays * 100;
  let worst = Number.POSITIVE_INFINITY;
  for (let pollAt = 0; pollAt < polling; pollAt++) {
    for (let runAt = 0; runAt < binding; runAt++) {
      let installed: number | undefined;
      let bound: number | undefined;
      let failedPolls = 0;
      let failedRuns = 0;
      for (let tick = 0; bound === undefined; tick++) {
        const polls = tick % polling === pollAt && tick > renewedAtTick && installed === undefined;
        const runs = tick % binding === runAt && installed !== undefined && tick > installed;
        if (polls && failedPolls++ === failures) installed = tick;
        if (runs && failedRuns++ === failures) bound = tick;
      }
      worst = Math.min(worst, expiry - bound);
    }
  }
  return worst;
}

test("the answer is that of walking through the whole life tick by tick, whenever looks and runs fall", () => {
  const days = fc.integer({ min: 1, max: 12 });
  const trigger = fc.oneof(
    fc.record({ lifetimePercentage: fc.integer({ min: 1, max: 99 }) }),
    fc.record({ daysBeforeExpiry: fc.integer({ min: 1, max: 12 }) }),
  );
  const few = fc.integer({ min: 1, max: 12 });
  const failures = fc.integer({ min: 0, max: 2 });
  fc.assert(
    fc.property(days, trigger, few, few, failures, few, (validityDays, when, polling, binding, failed, margin) => {
      const renewedAt =
        "lifetimePercentage" in when
          ? when.lifetimePercentage * validityDays
          : Math.max(0, validityDays - when.daysBeforeExpiry) * 100;
      const left = slowlyLeft(validityDays, renewedAt, polling, binding, failed);
      const answer = judgeLife({
        validityDays,
        trigger: when,
        pollingIntervalSeconds: polling * tickSeconds,
        guestConfigurationIntervalSeconds: binding * tickSeconds,
        failuresInARow: failed,
        marginSeconds: margin * tickSeconds,
      });
      expect(answer.leftSeconds).toBe(left * tickSeconds);
      expect(answer.fits).toBe(left >= margin);
    }),
    { numRuns: 60 },
  );
});
