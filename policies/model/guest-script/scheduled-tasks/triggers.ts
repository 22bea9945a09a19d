import { textsIn, type ScriptValue } from "../reading/value";
import type { Bound } from "../powershell/binding";
import { soonest, unknownTime, type TaskTime } from "./task";

const atStart = { why: "its task runs at a start or logon, which need not come between renewal and expiry" };
const otherEvent = { why: "whether the event that starts its task comes with a renewal is not known" };
const perhapsTooShort = { why: "its task is repeated for a time that may end before the renewal" };
const recurring = ["daily", "weekly", "daysofweek", "runevery"];

/** When a trigger of New-ScheduledTaskTrigger or New-JobTrigger starts a task. */
export function triggerTime(bound: Bound): TaskTime {
  if (recurring.some((name) => bound.has(name))) return "after-renewal";
  if (bound.has("repetitioninterval")) return repeated(bound.get("repetitionduration"));
  if (bound.has("atstartup") || bound.has("atlogon")) return atStart;
  return bound.has("once") ? "not-again" : unknownTime;
}

function repeated(duration: ScriptValue | undefined): TaskTime {
  if (!duration || textsIn(duration).length === 0) return "after-renewal";
  const endless = duration.is === "instance" && /timespan\.maxvalue/.test(duration.type);
  return endless ? "after-renewal" : perhapsTooShort;
}

/** When an event starts a task: the replacement of a certificate is event 1001 of the lifecycle log. */
export function eventTime(subscription: string): TaskTime {
  if (!/certificateservicesclient-lifecycle/i.test(subscription)) return otherEvent;
  return /eventid\W{0,12}100[16]\b/i.test(subscription) || !/eventid/i.test(subscription)
    ? "after-renewal"
    : otherEvent;
}

/** When `schtasks /sc` starts a task: https://learn.microsoft.com/windows-server/administration/windows-commands/schtasks-create */
export function scheduleTime(schedule: string, subscription: string, repeats: boolean): TaskTime {
  switch (schedule.toLowerCase()) {
    case "minute":
    case "hourly":
    case "daily":
    case "weekly":
    case "monthly":
      return "after-renewal";
    case "once":
      return repeats ? perhapsTooShort : "not-again";
    case "onstart":
    case "onlogon":
    case "onidle":
      return atStart;
    case "onevent":
      return eventTime(subscription);
    default:
      return unknownTime;
  }
}

/** When the triggers of a task's definition in XML start it. */
export function definedTime(xml: string): TaskTime {
  const times = [...xml.matchAll(/<(\w+trigger)\b([\s\S]*?)(?:<\/\1>|\/>)/gi)].map(
    ([, kind = "", body = ""]): TaskTime => {
      switch (kind.toLowerCase()) {
        case "calendartrigger":
          return "after-renewal";
        case "timetrigger":
          return /<interval>/i.test(body) ? repeatedFor(body) : "not-again";
        case "eventtrigger":
          return eventTime(body);
        case "registrationtrigger":
          return "not-again";
        default:
          return atStart;
      }
    },
  );
  return soonest(times);
}

function repeatedFor(body: string): TaskTime {
  return /<duration>/i.test(body) ? perhapsTooShort : "after-renewal";
}
