import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import type { Fault } from "./faults";
import { OfflineProvider } from "./provider";
import { serviceFor } from "./service";

export type { Fault } from "./faults";

export interface OfflineAzureOptions {
  /** Where resources are kept between runs; made if it is missing. */
  readonly stateFolder: string;
  /** Trouble to cause, for tests. Default: none. */
  readonly faults?: readonly Fault[];
  /** The port on 127.0.0.1. Default: a free one. */
  readonly port?: number;
}

/** A running offline Azure; `PULUMI_DEBUG_PROVIDERS=azure-native:<port>,azure:<port>` attaches the engine to it. */
export interface OfflineAzure {
  readonly port: number;
  /** Ends what is under way and frees the port. */
  stop(): Promise<void>;
}

/** Pulumi's engine sends whole scripts and templates in one message. */
const largestMessageBytes = 400 * 1024 * 1024;

/** Starts one gRPC server for both `azure-native` and `azure`. Throws if the port or the folder cannot be used. */
export async function startOfflineAzure(options: OfflineAzureOptions): Promise<OfflineAzure> {
  const provider = new OfflineProvider(options.stateFolder, options.faults ?? []);
  const server = new grpc.Server({
    "grpc.max_receive_message_length": largestMessageBytes,
    "grpc.max_send_message_length": largestMessageBytes,
  });
  server.addService(ResourceProviderService, serviceFor(provider));
  const port = await listen(server, options.port ?? 0);
  return {
    port,
    stop: async () => {
      provider.cancel();
      await new Promise<void>((resolve) => {
        server.tryShutdown(() => resolve());
        // Open connections of an engine that is gone would keep the server alive.
        server.forceShutdown();
      });
    },
  };
}

function listen(server: grpc.Server, port: number): Promise<number> {
  // gRPC would print its own line before the error that is thrown here.
  grpc.setLogVerbosity(grpc.logVerbosity.NONE);
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else
        reject(new Error(`The offline Azure cannot listen on 127.0.0.1:${port}: ${error.message}`, { cause: error }));
    });
  });
}
