const dayMs = 86_400_000;

/** Days from one day (YYYY-MM-DD) to another, both in UTC; undefined where either is not in the calendar. */
export function daysBetween(from: string, to: string): number | undefined {
  const [start, end] = [from, to].map((day) => {
    const time = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? time : undefined;
  });
  return start === undefined || end === undefined ? undefined : Math.round((end - start) / dayMs);
}

/** "1 day", "14 days". */
export function daysInWords(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
