import type { offlineClient } from "../client";
import type { Store, Stored } from "../store";
import type { ResourceType } from "../tokens";
import type { PlainObject } from "../wire/values";

/** What a resource provider of ARM sees of the rest of Azure. */
export interface Azure {
  readonly store: Store;
  readonly subscriptionId: string;
  readonly client: typeof offlineClient;
  now(): Date;
}

/** One PUT. */
export interface PutRequest {
  readonly azure: Azure;
  readonly type: ResourceType;
  readonly id: string;
  readonly name: string;
  /** The type as ARM writes it. */
  readonly armType: string;
  readonly apiVersion: string | undefined;
  /** All inputs, those of the path too, without secrets' wrapping. */
  readonly inputs: PlainObject;
  /** The same as they came over the wire, to know what is secret. */
  readonly wire: unknown;
  /** What is there already; undefined for a create. */
  readonly existing: Stored | undefined;
}

/** How one type behaves beyond what every type does. */
export interface ResourceModel {
  /** The normalised type, such as `network:Subnet`. */
  readonly type: string;
  /** Answers the body of the response; throws an ArmError for what ARM refuses. Writes nothing for the resource itself. */
  put(request: PutRequest): PlainObject;
  /** Runs once the resource is stored: inline children, things that come with it. */
  stored?(request: PutRequest, entry: Stored): void;
  /** Inputs that an import cannot read off the answer. */
  imported?(entry: Stored): PlainObject;
  /** What a GET shows besides the body, such as back-references. */
  view?(entry: Stored, azure: Azure): PlainObject;
  /** Throws an ArmError if ARM would refuse the delete. */
  remove?(entry: Stored, azure: Azure): void;
  /** Runs when the resource goes, also when it goes with its group or parent. */
  gone?(entry: Stored, azure: Azure): void;
}
