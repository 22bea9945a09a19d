import { tagParty } from "../../model/network/endpoint";
import type { Protocol } from "../../model/network/security-rule";
import type { Estate } from "../estate";
import { departureOf, leavingAddresses, type Departure } from "./departure";
import type { Machine } from "./machines";
import { nameServersOf } from "./name-servers";
import type { Address } from "./reach";

/** Something of Azure's own that a host asks, and that security groups leave alone unless a rule names its tag. */
export interface PlatformEndpoint {
  readonly tag: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** What a host loses without it, as the rest of a sentence. */
  readonly loss: string;
  /** False where Windows is worse off without it, but RDP is not. */
  readonly mattersToRdp: boolean;
}

/** https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#azure-platform-considerations */
const platformEndpoints: readonly PlatformEndpoint[] = [
  {
    ...{ tag: "AzurePlatformIMDS", protocol: "tcp", port: 80, mattersToRdp: true },
    loss: "which gives its identity a token",
  },
  {
    ...{ tag: "AzurePlatformDNS", protocol: "udp", port: 53, mattersToRdp: true },
    loss: "which resolves the names of the vault and of every other service",
  },
  {
    ...{ tag: "AzurePlatformLKM", protocol: "tcp", port: 1688, mattersToRdp: false },
    loss: "which keeps Windows activated",
  },
];

/** An endpoint that a host's security groups keep from it, or may keep. */
export interface PlatformDenial {
  readonly endpoint: PlatformEndpoint;
  readonly departure: Exclude<Departure, { readonly state: "open" }>;
}

/** What rules that name the platform's own tags take away from a machine. */
export function platformDenials(estate: Estate, machine: Machine): readonly PlatformDenial[] {
  const leaving = leavingAddresses(estate, machine).filter(mayNamePlatform);
  if (leaving.length === 0) return [];
  return platformEndpoints.flatMap((endpoint) => {
    const addresses = leaving.filter((address) => namesPlatform(address, endpoint));
    if (addresses.length === 0) return [];
    if (endpoint.tag === "AzurePlatformDNS" && !addresses.some((one) => nameServersOf(estate, one) === "azure")) {
      return [];
    }
    const { tag, protocol, port } = endpoint;
    const to = (network: Parameters<typeof tagParty>[1]) => tagParty(tag.toLowerCase(), network);
    const departure = departureOf(addresses, { title: tag, to, protocol, port });
    return departure.state === "open" ? [] : [{ endpoint, departure }];
  });
}

function mayNamePlatform({ places }: Address): boolean {
  return places.some(({ levels }) => levels.some(({ candidates }) => candidates.some((one) => one?.mayNamePlatform)));
}

// Nearly no group names them, so most machines need no decision.
function namesPlatform({ places }: Address, { protocol, port }: PlatformEndpoint): boolean {
  const groups = places.flatMap(({ levels }) => levels.flatMap(({ candidates }) => candidates));
  return groups.some((group) => group !== undefined && group.stepsFor("outbound", protocol, port).platform.length > 0);
}
