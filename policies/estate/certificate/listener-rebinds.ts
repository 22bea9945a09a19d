import { readListenerRebind, type ListenerRebind } from "../../model/guest-script/listener-rebind";
import type { Estate } from "../estate";
import type { HiddenScript } from "../guest-script/carried-script";
import type { GuestScript } from "../guest-script/guest-scripts";
import { machineScripts } from "../guest-script/script-machines";
import type { AzureResource } from "../resource";

/** A script of one machine, with what it does about the listener's certificate. */
export type RebindScript = { readonly resource: AzureResource; readonly path: string } & (
  { readonly read: ListenerRebind } | { readonly hidden: string }
);

// Windows runs neither by itself.
const idleData = /(^|\.)(customData|userData)$/;

const readings = new WeakMap<GuestScript, Promise<RebindScript>>();

/** The scripts that a machine certainly or possibly runs. */
export async function rebindScripts(estate: Estate, machine: AzureResource): Promise<readonly RebindScript[]> {
  const scripts = (await machineScripts(estate, machine)).map(({ script }) => script);
  return Promise.all(scripts.filter(({ path }) => !idleData.test(path)).map(readOnce));
}

function readOnce(script: GuestScript): Promise<RebindScript> {
  const reading = readings.get(script) ?? readRebind(script);
  readings.set(script, reading);
  return reading;
}

async function readRebind(script: GuestScript): Promise<RebindScript> {
  const { resource, path } = script;
  if (isHidden(script)) return { resource, path, hidden: script.hidden };
  return { resource, path, read: await readListenerRebind(script.text, script.origin) };
}

function isHidden(script: GuestScript): script is HiddenScript {
  return "hidden" in script;
}
