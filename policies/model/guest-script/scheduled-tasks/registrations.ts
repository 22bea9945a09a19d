import { bindCommand, type Bound } from "../powershell/binding";
import { commandWords } from "../powershell/command-line-words";
import type { CommandCall, ScriptCall } from "../reading/call";
import { asText, concatenate, flatten, instance, text, textsIn, type ScriptValue } from "../reading/value";
import { unescaped } from "../unattend";
import { soonest, unknownTime, type ScheduledTask, type TaskAction, type TaskTime } from "./task";
import { definedTime, eventTime, scheduleTime, triggerTime } from "./triggers";

const actionType = "task-action";
const triggerType = "task-trigger";
const eventType = "task-event";
const unknownAction = { why: "what its task runs is not known" };
const unreadDefinition = { actions: [{ why: "the definition of its task is not in the script" }], time: unknownTime };

/** The objects that a task is put together from, so that they can be looked into where it is registered. */
export function taskObject(call: CommandCall): readonly ScriptValue[] | undefined {
  const bound = bindCommand(call);
  switch (call.name) {
    case "new-scheduledtaskaction":
      return [instance(actionType, [concatenate([given(bound, "execute"), text(" "), given(bound, "argument")])])];
    case "new-scheduledtasktrigger":
    case "new-jobtrigger": {
      const time = triggerTime(bound);
      return [instance(triggerType, typeof time === "string" ? [text(time)] : [text(""), text(time.why)])];
    }
    case "new-scheduledtask":
      return [instance("task", [given(bound, "action"), given(bound, "trigger")])];
    case "get-cimclass":
    case "new-ciminstance":
      return [instance(eventType, [given(bound, "classname"), given(bound, "cimclass")])];
    default:
      return undefined;
  }
}

/** The task that a call registers; undefined for every other call. */
export function registeredTask(call: ScriptCall): ScheduledTask | undefined {
  if (call.kind === "command") return byCommand(call);
  if (call.kind === "hidden" || !/^registertask(definition)?$/.test(call.name)) return undefined;
  return {
    actions: [{ why: "a task that is registered through COM is not looked into" }],
    time: unknownTime,
    words: [],
  };
}

function byCommand(call: CommandCall): ScheduledTask | undefined {
  const bound = bindCommand(call);
  const words = [...bound.values(), ...call.input].flatMap((value) => (value ? textsIn(value) : []));
  switch (call.name) {
    case "register-scheduledtask":
    case "set-scheduledtask":
      return { ...taskOf(call, bound), words };
    case "register-scheduledjob":
      return {
        actions: bound.has("filepath") ? [{ file: given(bound, "filepath") }] : [{ block: call.branch }],
        time: bound.has("runevery") ? "after-renewal" : triggersTime(bound.get("trigger")),
        words,
      };
    case "new-certificatenotificationtask":
      return { actions: [{ file: given(bound, "psscript") }], time: notificationTime(bound.get("type")), words };
    case "schtasks":
      return bySchtasks(commandWords(call).map(asText));
    default:
      return undefined;
  }
}

function taskOf(call: CommandCall, bound: Bound): Omit<ScheduledTask, "words"> {
  const xml = bound.get("xml");
  if (xml) return byDefinition(xml);
  const whole = flatten([given(bound, "inputobject"), ...call.input]).find(
    (value) => value.is === "instance" && value.type === "task",
  );
  const [action, trigger] = whole?.is === "instance" ? whole.arguments : [bound.get("action"), bound.get("trigger")];
  return { actions: actionsOf(action), time: triggersTime(trigger) };
}

function byDefinition(xml: ScriptValue): Omit<ScheduledTask, "words"> {
  const definition = asText(xml);
  if (!/<task\b/i.test(definition.text)) return unreadDefinition;
  const actions = [...definition.text.matchAll(/<exec\b[\s\S]*?<\/exec>/gi)].map(([exec]) => {
    const part = (name: string): string => new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, "i").exec(exec)?.[1] ?? "";
    return { line: text(`${quoted(unescaped(part("command")))} ${unescaped(part("arguments"))}`) };
  });
  return { actions, time: definedTime(definition.text) };
}

function actionsOf(value: ScriptValue | undefined): TaskAction[] {
  return flatten([value ?? text("")]).map((action) =>
    action.is === "instance" && action.type === actionType ? { line: action.arguments[0]! } : unknownAction,
  );
}

function triggersTime(value: ScriptValue | undefined): TaskTime {
  if (!value) return "not-again";
  return soonest(
    flatten([value]).map((trigger): TaskTime => {
      if (trigger.is !== "instance") return unknownTime;
      const subscription = trigger.calls.find(({ name }) => name === "set_subscription")?.arguments[0];
      if (trigger.type === eventType && subscription) return eventTime(asText(subscription).text);
      const [time, why] = trigger.type === triggerType ? trigger.arguments.map((one) => asText(one).text) : [];
      if (time === "after-renewal" || time === "not-again") return time;
      return why === undefined ? unknownTime : { why };
    }),
  );
}

// https://learn.microsoft.com/powershell/module/pki/new-certificatenotificationtask
function notificationTime(type: ScriptValue | undefined): TaskTime {
  const name = type && asText(type).text.toLowerCase();
  if (name === "replace") return "after-renewal";
  return name === "expire" ? "not-again" : unknownTime;
}

function bySchtasks(words: readonly ReturnType<typeof asText>[]): ScheduledTask | undefined {
  const at = (option: string): number =>
    words.findIndex((word) => /^[-/]/.test(word.text) && word.text.slice(1).toLowerCase() === option);
  const after = (option: string): ScriptValue | undefined => (at(option) < 0 ? undefined : words[at(option) + 1]);
  if (at("create") < 0 && at("change") < 0) return undefined;
  const texts = words.map((word) => word.text);
  if (at("xml") >= 0) return { ...unreadDefinition, words: texts };
  const line = after("tr");
  const schedule = after("sc");
  const subscription = ["ec", "mo"].map((option) => asText(after(option) ?? text("")).text).join(" ");
  return {
    actions: [line ? { line } : unknownAction],
    time: schedule ? scheduleTime(asText(schedule).text, subscription, at("ri") >= 0) : unknownTime,
    words: texts,
  };
}

function given(bound: Bound, name: string): ScriptValue {
  return bound.get(name) ?? text("");
}

function quoted(program: string): string {
  return program.includes(" ") && !program.startsWith('"') ? `"${program}"` : program;
}
