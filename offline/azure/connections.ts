import { offlineClient } from "./client";

/** What one configured provider of a program wants: several may share the server, each over a connection of its own. */
export interface ProviderConfiguration {
  readonly location: string | undefined;
  readonly subscriptionId: string;
}

const unconfigured: ProviderConfiguration = { location: undefined, subscriptionId: offlineClient.subscriptionId };

/** Remembers which connection was configured how; the engine opens one for each provider resource. */
export class Connections {
  private readonly byPeer = new Map<string, ProviderConfiguration>();
  private latest = unconfigured;

  configure(peer: string, variables: ReadonlyMap<string, string>): void {
    const configuration: ProviderConfiguration = {
      location: variables.get("location"),
      subscriptionId: variables.get("subscriptionId") ?? offlineClient.subscriptionId,
    };
    this.byPeer.set(peer, configuration);
    this.latest = configuration;
  }

  of(peer: string): ProviderConfiguration {
    return this.byPeer.get(peer) ?? this.latest;
  }
}

/** Configuration keys as the program writes them, without the engine's `azure-native:config:`. */
export function plainVariables(variables: Iterable<[string, string]>): Map<string, string> {
  return new Map([...variables].map(([key, value]) => [key.slice(key.lastIndexOf(":") + 1), value]));
}
