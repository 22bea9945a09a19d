import { contains } from "../../model/network/interval-set";
import { parsePorts } from "../../model/network/ports";
import { directionOf, mayBeOf, protocolOf, type Direction, type Protocol } from "../../model/network/security-rule";
import { isObject, type Value } from "../value";
import { portText } from "./rule-fields";

/**
 * Whether a rule may match anything of a direction, a protocol (undefined: any) and a destination port, as far as a look at
 * its fields tells: of the many rules of a group hardly any has to do with RDP, and the others need not be read.
 */
export function mayConcern(tree: Value, direction: Direction, protocol: Protocol | undefined, port: number): boolean {
  if (!isObject(tree)) return true;
  if ((directionOf(tree["direction"]) ?? direction) !== direction) return false;
  if (!mayBeOf(protocolOf(tree["protocol"]), protocol)) return false;
  const { destinationPortRange: one, destinationPortRanges: many } = tree;
  if (many === undefined || many === null) return isBlank(one) || mayHold(one, port);
  if (!Array.isArray(many)) return true;
  let isEmpty = isBlank(one);
  if (!isBlank(one) && mayHold(one, port)) return true;
  for (const entry of many) {
    if (entry === "") continue;
    if (mayHold(entry, port)) return true;
    isEmpty = false;
  }
  // Without any port a rule means all of them.
  return isEmpty;
}

function isBlank(value: Value | undefined): value is null | undefined | "" {
  return value === undefined || value === null || value === "";
}

function mayHold(entry: Value, port: number): boolean {
  const text = portText(entry);
  const ports = text === undefined ? undefined : parsePorts(text);
  return ports === undefined || contains(ports, port);
}
