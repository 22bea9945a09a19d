import * as path from "node:path";

import {
  checkClassic,
  createClassic,
  diffClassic,
  importedClassic,
  previewClassic,
  readClassic,
  updateClassic,
} from "./classic/operations";
import { offlineClient } from "./client";
import { Connections, ProviderConfiguration } from "./connections";
import { invoke } from "./functions";
import { Fault, faultFor, suffer } from "./faults";
import { Autonaming } from "./native/auto-name";
import { CheckAnswer, checkNative } from "./native/check";
import { DiffAnswer, diffNative } from "./native/diff";
import { Written, createNative, deleteNative, importedByModel, readNative, updateNative } from "./native/operations";
import { previewOutputs, previewUpdate } from "./native/preview";
import { importedInputs, refreshedInputs } from "./native/refresh";
import { Store } from "./store";
import { ResourceType, nameOfUrn, parseToken, tokenOfUrn } from "./tokens";
import type { Azure } from "./types/model";
import { markSecrets, revealSecrets } from "./wire/secrets";
import { PlainObject, isObject, textAt, toPlainObject } from "./wire/values";

/** Property maps as they come over the wire, secrets still wrapped. */
export type Wire = unknown;

export interface Asked {
  readonly urn: string;
  /** Which connection asks. */
  readonly peer: string;
}

export interface ReadAnswer {
  readonly id: string;
  readonly outputs: PlainObject;
  readonly inputs: PlainObject;
}

/** The offline Azure behind the gRPC service: what each call means, free of protobuf. */
export class OfflineProvider {
  readonly connections = new Connections();
  private readonly store: Store;
  private operations = new AbortController();

  constructor(
    stateFolder: string,
    private readonly faults: readonly Fault[],
  ) {
    this.store = new Store(path.join(stateFolder, "azure"));
  }

  check(
    asked: Asked,
    oldWire: Wire,
    newWire: Wire,
    randomSeed: Uint8Array,
    autonaming: Autonaming | undefined,
  ): { readonly inputs: PlainObject; readonly failures: readonly string[] } {
    const { type, token } = typeOf(asked.urn);
    const olds = toPlainObject(oldWire);
    const news = toPlainObject(newWire);
    const configuration = this.connections.of(asked.peer);
    const answer: CheckAnswer =
      type.provider === "azure"
        ? checkClassic(type, asked.urn, olds, news, randomSeed, autonaming)
        : checkNative({
            urn: asked.urn,
            token,
            type,
            olds,
            news,
            randomSeed,
            autonaming,
            configuredLocation: configuration.location,
            groupLocation: (name) => this.groupLocation(name, configuration),
          });
    return { inputs: { ...withoutNulls(newWire), ...answer.additions }, failures: answer.failures };
  }

  diff(urn: string, oldInputs: Wire, oldOutputs: Wire, newInputs: Wire): DiffAnswer {
    const { type } = typeOf(urn);
    const olds = toPlainObject(oldInputs);
    const news = toPlainObject(newInputs);
    return type.provider === "azure"
      ? diffClassic(type, olds, news)
      : diffNative(type, olds, news, toPlainObject(oldOutputs));
  }

  previewCreate(urn: string, inputs: Wire): PlainObject {
    const { type } = typeOf(urn);
    const plain = toPlainObject(inputs);
    return markSecrets(type.provider === "azure" ? previewClassic(type, plain) : previewOutputs(type, plain), inputs);
  }

  previewUpdate(urn: string, inputs: Wire, oldOutputs: Wire): PlainObject {
    const { type } = typeOf(urn);
    const plain = toPlainObject(inputs);
    const olds = toPlainObject(oldOutputs);
    const outputs = type.provider === "azure" ? previewClassic(type, plain, olds) : previewUpdate(type, plain, olds);
    return markSecrets(outputs, inputs);
  }

  async create(asked: Asked, inputs: Wire, timeoutSeconds: number): Promise<Written> {
    const { type, token } = typeOf(asked.urn);
    const name = nameOfUrn(asked.urn);
    const fault = faultFor(this.faults, type.key, name, ["create-fails", "create-hangs", "create-late"]);
    await suffer(fault, this.untilCancelled(timeoutSeconds));
    const azure = this.azureFor(asked.peer);
    const written =
      type.provider === "azure"
        ? createClassic(azure, type, toPlainObject(inputs), inputs)
        : createNative(azure, type, token, name, toPlainObject(inputs), inputs);
    this.delayEffect(type, name, written.id);
    return { id: written.id, outputs: markSecrets(written.outputs, inputs) };
  }

  update(asked: Asked, id: string, inputs: Wire, oldOutputs: Wire): PlainObject {
    const { type, token } = typeOf(asked.urn);
    const azure = this.azureFor(asked.peer);
    const written =
      type.provider === "azure"
        ? updateClassic(azure, type, id, toPlainObject(inputs), inputs)
        : updateNative(azure, type, token, id, toPlainObject(inputs), inputs);
    return markSecrets(revealSecrets(written.outputs, toPlainObject(oldOutputs)), inputs);
  }

  /** What Azure has now, or undefined if it has no such resource. */
  read(asked: Asked, id: string, oldInputs: Wire, oldOutputs: Wire): ReadAnswer | undefined {
    const { type } = typeOf(asked.urn);
    const azure = this.azureFor(asked.peer);
    const found = type.provider === "azure" ? readClassic(azure, type, id) : readNative(azure, id);
    if (found === undefined) return undefined;
    const before = toPlainObject(oldOutputs);
    const outputs = revealSecrets(found, before);
    const now = inputsAfterRead(azure, type, id, toPlainObject(oldInputs), before, outputs);
    return {
      id: textAt(outputs, "id") ?? id,
      outputs: markSecrets(outputs, oldInputs, oldOutputs),
      inputs: markSecrets(now, oldInputs),
    };
  }

  /** Calls a function of the provider, such as one that looks a resource up. */
  invoke(token: string, args: Wire, peer: string): PlainObject {
    return invoke(token, toPlainObject(args), this.azureFor(peer));
  }

  delete(asked: Asked, id: string): void {
    const { type } = typeOf(asked.urn);
    if (type.provider === "azure") this.store.delete(id);
    else deleteNative(this.azureFor(asked.peer), id);
  }

  /** Ends what is under way with an error; later calls are not affected. */
  cancel(): void {
    this.operations.abort(new Error("operation cancelled"));
    this.operations = new AbortController();
  }

  private delayEffect(type: ResourceType, name: string, id: string): void {
    const fault = faultFor(this.faults, type.key, name, ["takes-effect-late"]);
    const entry = this.store.get(id);
    if (fault === undefined || entry === undefined) return;
    entry.facts["effectiveAt"] = Date.now() + (fault.delayMs ?? 1000);
    this.store.keepFacts(entry);
  }

  private groupLocation(name: string, configuration: ProviderConfiguration): string | undefined {
    const group = this.store.get(`/subscriptions/${configuration.subscriptionId}/resourceGroups/${name}`);
    return textAt(group?.body, "location");
  }

  private azureFor(peer: string): Azure {
    const { subscriptionId } = this.connections.of(peer);
    return { store: this.store, subscriptionId, client: offlineClient, now: () => new Date() };
  }

  private untilCancelled(timeoutSeconds: number): AbortSignal {
    if (timeoutSeconds <= 0) return this.operations.signal;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(new Error("operation timed out")), timeoutSeconds * 1000);
    timer.unref();
    return AbortSignal.any([this.operations.signal, limit.signal]);
  }
}

function typeOf(urn: string): { readonly type: ResourceType; readonly token: string } {
  const token = tokenOfUrn(urn);
  const type = parseToken(token);
  if (type === undefined) throw new Error(`The offline Azure does not know how to read the type token ${token}.`);
  return { type, token };
}

/** What a refresh makes of the inputs; without any it is an import, which learns them from the answer. */
function inputsAfterRead(
  azure: Azure,
  type: ResourceType,
  id: string,
  inputs: PlainObject,
  before: PlainObject,
  outputs: PlainObject,
): PlainObject {
  const known = Object.keys(inputs).length > 0;
  if (type.provider === "azure") return known ? inputs : importedClassic(type, outputs);
  if (known) return refreshedInputs(type, inputs, before, outputs);
  return { ...importedInputs(type, id, outputs), ...importedByModel(azure, id) };
}

function withoutNulls(wire: Wire): PlainObject {
  if (!isObject(wire)) return {};
  return Object.fromEntries(Object.entries(wire).filter(([, value]) => value !== null));
}
