import { intersect } from "../../model/network/interval-set";
import { view, type Estate } from "../estate";
import type { AzureResource } from "../resource";
import { balancers, type Forward } from "./load-balancers";

/** Two forwards of one load balancer that want the same port of a frontend. */
export interface SharedPort {
  readonly balancer: AzureResource;
  readonly first: Forward;
  readonly second: Forward;
  readonly transport: "TCP" | "UDP";
  /** The lowest port that both want. */
  readonly port: number;
  /** Name of the frontend; undefined where it is not known that both mean the same one. */
  readonly frontend: string | undefined;
}

/** Every port of a frontend that two forwards share, which Azure refuses. */
export const sharedFrontendPorts: (estate: Estate) => readonly SharedPort[] = view((estate) =>
  [...balancers(estate)].flatMap(([balancer, { forwards }]) =>
    (["TCP", "UDP"] as const).flatMap((transport) => {
      const users = forwards.filter((one) => one.frontendPorts && uses(one, transport)).sort(byFirstPort);
      const named = new Map<string, Forward[]>();
      const open = users.filter(({ frontend }) => frontend.name === undefined);
      for (const user of users) {
        const name = user.frontend.name;
        if (name !== undefined) named.set(name, [...(named.get(name) ?? []), user]);
      }
      const sure = [...named].flatMap(([frontend, list]) => overlaps(list).map((pair) => ({ ...pair, frontend })));
      const perhaps =
        open.length > 0 ? overlaps(users).filter((pair) => isOpen(pair.first) || isOpen(pair.second)) : [];
      return [...sure, ...perhaps.map((pair) => ({ ...pair, frontend: undefined }))].map((pair) => ({
        ...pair,
        balancer,
        transport,
      }));
    }),
  ),
);

function isOpen({ frontend }: Forward): boolean {
  return frontend.name === undefined;
}

// Where nobody wrote a protocol, TCP is meant.
function uses({ protocol }: Forward, transport: SharedPort["transport"]): boolean {
  if (protocol.state === "absent") return transport === "TCP";
  if (protocol.state === "unknown") return false;
  const word = protocol.value.trim().toUpperCase();
  return word === transport || word === "ALL";
}

function byFirstPort(a: Forward, b: Forward): number {
  return a.frontendPorts![0]! - b.frontendPorts![0]!;
}

// In the order of their first ports, each is compared with the one before it that reaches furthest.
function overlaps(users: readonly Forward[]): readonly Pick<SharedPort, "first" | "second" | "port">[] {
  let furthest: Forward | undefined;
  return users.flatMap((second) => {
    const first = furthest;
    if (!first || second.frontendPorts![1]! > first.frontendPorts![1]!) furthest = second;
    const [port] = first ? intersect(first.frontendPorts!, second.frontendPorts!) : [];
    return first && port !== undefined ? [{ first, second, port }] : [];
  });
}
