import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";

import { plainVariables } from "./connections";
import type { Autonaming } from "./native/auto-name";
import type { Change, DiffAnswer } from "./native/diff";
import type { OfflineProvider } from "./provider";
import type { PlainObject } from "./wire/values";

/** Stands in for whichever version a program's SDK asks for; the engine warns only about one that is too low. */
const claimedVersion = "999.0.0";

type Handler<Request, Response> = (request: Request, peer: string) => Response | Promise<Response>;

/** The provider's RPCs over the offline Azure; one that is not here answers "unimplemented". */
export function serviceFor(provider: OfflineProvider): grpc.UntypedServiceImplementation {
  return {
    attach: unary(() => new Empty()),
    getPluginInfo: unary(() => new PluginInfo().setVersion(claimedVersion)),
    getSchema: unary(() => new pb.GetSchemaResponse().setSchema("{}")),
    getMapping: unary(() => new pb.GetMappingResponse()),
    getMappings: unary(() => new pb.GetMappingsResponse()),
    parameterize: unary((request: pb.ParameterizeRequest) => parameterize(request)),
    checkConfig: unary((request: pb.CheckRequest) => new pb.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(() => new pb.DiffResponse().setChanges(pb.DiffResponse.DiffChanges.DIFF_UNKNOWN)),
    configure: unary((request: pb.ConfigureRequest, peer) => {
      provider.connections.configure(peer, plainVariables(request.getVariablesMap().entries()));
      return new pb.ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(true);
    }),
    invoke: unary((request: pb.InvokeRequest, peer) => {
      const answer = provider.invoke(request.getTok(), read(request.getArgs()), peer);
      return new pb.InvokeResponse().setReturn(toStruct(answer));
    }),
    call: unary((request: pb.CallRequest) => refuse(`The offline Azure has no method ${request.getTok()}.`)),
    construct: unary((request: pb.ConstructRequest) =>
      refuse(`The offline Azure has no component ${request.getType()}.`),
    ),
    check: unary((request: pb.CheckRequest, peer) => check(provider, request, peer)),
    diff: unary((request: pb.DiffRequest) =>
      diffResponse(
        provider.diff(request.getUrn(), read(request.getOldInputs()), read(request.getOlds()), read(request.getNews())),
      ),
    ),
    create: unary((request: pb.CreateRequest, peer) => create(provider, request, peer)),
    read: unary((request: pb.ReadRequest, peer) => readResource(provider, request, peer)),
    update: unary((request: pb.UpdateRequest, peer) => {
      const asked = { urn: request.getUrn(), peer };
      const outputs = request.getPreview()
        ? provider.previewUpdate(asked.urn, read(request.getNews()), read(request.getOlds()))
        : provider.update(asked, request.getId(), read(request.getNews()), read(request.getOlds()));
      return new pb.UpdateResponse().setProperties(toStruct(outputs));
    }),
    delete: unary((request: pb.DeleteRequest, peer) => {
      provider.delete({ urn: request.getUrn(), peer }, request.getId());
      return new Empty();
    }),
    cancel: unary(() => {
      provider.cancel();
      return new Empty();
    }),
  };
}

function check(provider: OfflineProvider, request: pb.CheckRequest, peer: string): pb.CheckResponse {
  const answer = provider.check(
    { urn: request.getUrn(), peer },
    read(request.getOlds()),
    read(request.getNews()),
    request.getRandomseed_asU8(),
    autonamingOf(request),
  );
  const failures = answer.failures.map((reason) => new pb.CheckFailure().setReason(reason));
  return new pb.CheckResponse().setInputs(toStruct(answer.inputs)).setFailuresList(failures);
}

async function create(provider: OfflineProvider, request: pb.CreateRequest, peer: string): Promise<pb.CreateResponse> {
  const inputs = read(request.getProperties());
  if (request.getPreview()) {
    return new pb.CreateResponse().setProperties(toStruct(provider.previewCreate(request.getUrn(), inputs)));
  }
  const written = await provider.create({ urn: request.getUrn(), peer }, inputs, request.getTimeout());
  return new pb.CreateResponse().setId(written.id).setProperties(toStruct(written.outputs));
}

function readResource(provider: OfflineProvider, request: pb.ReadRequest, peer: string): pb.ReadResponse {
  const found = provider.read(
    { urn: request.getUrn(), peer },
    request.getId(),
    read(request.getInputs()),
    read(request.getProperties()),
  );
  if (found === undefined) return new pb.ReadResponse();
  return new pb.ReadResponse().setId(found.id).setProperties(toStruct(found.outputs)).setInputs(toStruct(found.inputs));
}

function parameterize(request: pb.ParameterizeRequest): pb.ParameterizeResponse {
  const value = request.getValue();
  if (value === undefined) return refuse("The offline Azure cannot make a local package; it serves existing ones.");
  return new pb.ParameterizeResponse().setName(value.getName()).setVersion(value.getVersion());
}

function diffResponse(answer: DiffAnswer): pb.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  const response = new pb.DiffResponse()
    .setChanges(answer.changes.size === 0 ? DIFF_NONE : DIFF_SOME)
    .setReplacesList([...answer.replaces])
    .setDeletebeforereplace(answer.changes.size > 0 && answer.deleteBeforeReplace)
    .setDiffsList([...new Set([...answer.changes.keys()].map((place) => place.split(/[.[]/)[0] ?? place))])
    .setHasdetaileddiff(answer.changes.size > 0);
  for (const [place, change] of answer.changes) {
    response.getDetaileddiffMap().set(place, new pb.PropertyDiff().setKind(kindOf(change)).setInputdiff(true));
  }
  return response;
}

function kindOf(change: Change): pb.PropertyDiff.Kind {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = pb.PropertyDiff.Kind;
  if (change.kind === "add") return change.replace ? ADD_REPLACE : ADD;
  if (change.kind === "delete") return change.replace ? DELETE_REPLACE : DELETE;
  return change.replace ? UPDATE_REPLACE : UPDATE;
}

function autonamingOf(request: pb.CheckRequest): Autonaming | undefined {
  const options = request.getAutonaming();
  if (options === undefined) return undefined;
  const { PROPOSE, DISABLE } = pb.CheckRequest.AutonamingOptions.Mode;
  const mode = options.getMode() === PROPOSE ? "propose" : options.getMode() === DISABLE ? "disable" : "enforce";
  return { mode, proposedName: options.getProposedName() };
}

function refuse(message: string): never {
  throw new Error(message);
}

function read(struct: Struct | undefined): unknown {
  return struct?.toJavaScript() ?? {};
}

function toStruct(values: PlainObject): Struct {
  return Struct.fromJavaScript(values as { [key: string]: JavaScriptValue });
}

function unary<Request, Response>(handle: Handler<Request, Response>): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    void answer(handle, call.request, call.getPeer(), callback);
  };
}

async function answer<Request, Response>(
  handle: Handler<Request, Response>,
  request: Request,
  peer: string,
  callback: grpc.sendUnaryData<Response>,
): Promise<void> {
  let response: Response;
  try {
    response = await handle(request, peer);
  } catch (error) {
    callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
    return;
  }
  callback(null, response);
}
