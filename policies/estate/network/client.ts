import type { Party } from "../../model/network/endpoint";
import type { NetworkSpace } from "../../model/network/service-tags";
import type { DeclaredRule } from "./declared-rule";

/** Who must be able to reach a host. */
export interface Client {
  /** For a sentence: "10.1.0.0/16 of clients[0]". */
  readonly title: string;
  readonly port: number;
  /** In one network, because a tag means other addresses in another. */
  readonly party: (network: NetworkSpace) => Party;
  /** Declared: every address must get through. Implied: some must. */
  readonly kind: "declared" | "implied";
  /** False where a value that is not known yet tells whether the client is one of this host. */
  readonly certain: boolean;
  /** The allow rule whose sources it is. */
  readonly rule?: DeclaredRule;
}
