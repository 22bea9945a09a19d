import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";

import { Fault, OfflineAzure, startOfflineAzure } from "../../../offline/azure/server";

// The first call for a type reads the SDK's declarations, which takes a while on a busy machine.
jest.setTimeout(60_000);

export type Properties = Record<string, unknown>;

export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function secret(value: unknown): unknown {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

export interface Deployed {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** Asks the offline Azure over gRPC what the engine would ask; every call may fail as it fails there. */
export class Engine {
  private constructor(
    readonly azure: OfflineAzure,
    readonly folder: string,
    private readonly client: ResourceProviderClient,
    private readonly ownFolder: boolean,
  ) {}

  static async start(options: { folder?: string; faults?: readonly Fault[] } = {}): Promise<Engine> {
    const folder = options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), "offline-azure-"));
    const azure = await startOfflineAzure({ stateFolder: folder, faults: options.faults ?? [] });
    return new Engine(azure, folder, connect(azure), options.folder === undefined);
  }

  /** A second provider resource of the same program: its own connection to the same server. */
  another(): Engine {
    return new Engine(this.azure, this.folder, connect(this.azure), false);
  }

  /** Closes the connection alone. */
  disconnect(): void {
    this.client.close();
  }

  async stop(): Promise<void> {
    this.disconnect();
    await this.azure.stop();
    if (this.ownFolder) fs.rmSync(this.folder, { recursive: true, force: true });
  }

  async configure(variables: Record<string, string>): Promise<pb.ConfigureResponse> {
    const request = new pb.ConfigureRequest();
    for (const [key, value] of Object.entries(variables)) request.getVariablesMap().set(key, value);
    return call((done) => this.client.configure(request, done));
  }

  async check(token: string, name: string, news: Properties, olds: Properties = {}, seed = "seed"): Promise<Checked> {
    const request = new pb.CheckRequest()
      .setUrn(urnOf(token, name))
      .setNews(toStruct(news))
      .setOlds(toStruct(olds))
      .setRandomseed(Buffer.from(seed).toString("base64"));
    const response = await call<pb.CheckResponse>((done) => this.client.check(request, done));
    return {
      inputs: fromStruct(response.getInputs()),
      failures: response.getFailuresList().map((failure) => failure.getReason()),
    };
  }

  async preview(token: string, name: string, inputs: Properties): Promise<Properties> {
    const request = new pb.CreateRequest().setUrn(urnOf(token, name)).setProperties(toStruct(inputs)).setPreview(true);
    return fromStruct((await call<pb.CreateResponse>((done) => this.client.create(request, done))).getProperties());
  }

  async previewUpdate(token: string, name: string, old: Deployed, news: Properties): Promise<Properties> {
    const request = new pb.UpdateRequest()
      .setUrn(urnOf(token, name))
      .setId(old.id)
      .setOlds(toStruct(old.outputs))
      .setOldInputs(toStruct(old.inputs))
      .setNews(toStruct(news))
      .setPreview(true);
    return fromStruct((await call<pb.UpdateResponse>((done) => this.client.update(request, done))).getProperties());
  }

  /** Check and create, as an update does them. */
  async create(token: string, name: string, news: Properties, timeoutSeconds = 0): Promise<Deployed> {
    const { inputs, failures } = await this.check(token, name, news);
    if (failures.length > 0) throw new Error(failures.join("\n"));
    const request = new pb.CreateRequest()
      .setUrn(urnOf(token, name))
      .setProperties(toStruct(inputs))
      .setTimeout(timeoutSeconds);
    const response = await call<pb.CreateResponse>((done) => this.client.create(request, done));
    return { id: response.getId(), inputs, outputs: fromStruct(response.getProperties()) };
  }

  async update(token: string, name: string, old: Deployed, news: Properties): Promise<Deployed> {
    const { inputs } = await this.check(token, name, news, old.inputs);
    const request = new pb.UpdateRequest()
      .setUrn(urnOf(token, name))
      .setId(old.id)
      .setOlds(toStruct(old.outputs))
      .setOldInputs(toStruct(old.inputs))
      .setNews(toStruct(inputs));
    const response = await call<pb.UpdateResponse>((done) => this.client.update(request, done));
    return { id: old.id, inputs, outputs: fromStruct(response.getProperties()) };
  }

  async diff(token: string, name: string, old: Deployed, news: Properties): Promise<pb.DiffResponse> {
    const { inputs } = await this.check(token, name, news, old.inputs);
    const request = new pb.DiffRequest()
      .setUrn(urnOf(token, name))
      .setId(old.id)
      .setOlds(toStruct(old.outputs))
      .setOldInputs(toStruct(old.inputs))
      .setNews(toStruct(inputs));
    return call<pb.DiffResponse>((done) => this.client.diff(request, done));
  }

  /** A refresh; undefined if the resource is gone. Without `old` it is an import. */
  async read(token: string, name: string, id: string, old?: Deployed): Promise<Deployed | undefined> {
    const request = new pb.ReadRequest().setUrn(urnOf(token, name)).setId(id);
    if (old !== undefined) request.setProperties(toStruct(old.outputs)).setInputs(toStruct(old.inputs));
    const response = await call<pb.ReadResponse>((done) => this.client.read(request, done));
    if (response.getId() === "") return undefined;
    return {
      id: response.getId(),
      inputs: fromStruct(response.getInputs()),
      outputs: fromStruct(response.getProperties()),
    };
  }

  async delete(token: string, name: string, old: Deployed): Promise<void> {
    const request = new pb.DeleteRequest().setUrn(urnOf(token, name)).setId(old.id);
    await call<Empty>((done) => this.client.delete(request, done));
  }

  async invoke(token: string, args: Properties = {}): Promise<Properties> {
    const request = new pb.InvokeRequest().setTok(token).setArgs(toStruct(args));
    return fromStruct((await call<pb.InvokeResponse>((done) => this.client.invoke(request, done))).getReturn());
  }

  async cancel(): Promise<void> {
    await call<Empty>((done) => this.client.cancel(new Empty(), done));
  }

  /** Any other call of the service. */
  raw(): ResourceProviderClient {
    return this.client;
  }
}

function connect(azure: OfflineAzure): ResourceProviderClient {
  // Node would otherwise let both clients share one connection, which Pulumi's engine does not.
  return new ResourceProviderClient(`127.0.0.1:${azure.port}`, grpc.credentials.createInsecure(), {
    "grpc.use_local_subchannel_pool": 1,
  });
}

interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly string[];
}

export function urnOf(token: string, name: string): string {
  return `urn:pulumi:dev::project::${token}::${name}`;
}

export function call<Response>(
  start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    start((error, response) => (error === null ? resolve(response) : reject(new Error(error.details))));
  });
}

export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as { [key: string]: JavaScriptValue });
}

function fromStruct(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

/** The properties but one. */
export function without(properties: unknown, name: string): Properties {
  return Object.fromEntries(Object.entries(properties as Properties).filter(([key]) => key !== name));
}

/** All that an offline Azure has on disk. */
export function filesOf(engine: Engine): string {
  const folder = path.join(engine.folder, "azure");
  const files = fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), "utf8"));
  return files.join("\n");
}

/** A group that the network types can live in. */
export async function resourceGroup(engine: Engine, name = "rg"): Promise<Deployed> {
  return engine.create("azure-native:resources:ResourceGroup", name, {
    location: "westeurope",
    resourceGroupName: name,
  });
}
