import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { Declared } from "./declared";

/** A resource as the engine tells a pack of it. */
export interface ToldResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly parentUrn?: string | undefined;
  readonly options?: Declared["options"];
}

/** What the engine asks when a resource is registered. */
export function registration(told: ToldResource, inputs: unknown): proto.AnalyzeRequest {
  return new proto.AnalyzeRequest()
    .setType(told.type)
    .setName(told.name)
    .setUrn(told.urn)
    .setProperties(struct(inputs))
    .setOptions(optionsOf(told));
}

/** A resource of the stack at the end of a run, with the URNs that it waits for and that its properties were made from. */
export function stackResource(
  told: ToldResource,
  outputs: unknown,
  dependencies: readonly string[],
  propertyDependencies: Readonly<Record<string, readonly string[]>>,
): proto.AnalyzerResource {
  const message = new proto.AnalyzerResource()
    .setType(told.type)
    .setName(told.name)
    .setUrn(told.urn)
    .setParent(told.parentUrn ?? "")
    .setProperties(struct(outputs))
    .setOptions(optionsOf(told))
    .setDependenciesList([...dependencies]);
  for (const [property, urns] of Object.entries(propertyDependencies)) {
    const made = new proto.AnalyzerPropertyDependencies().setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, made);
  }
  return message;
}

function optionsOf({ options = {}, parentUrn }: ToldResource): proto.AnalyzerResourceOptions {
  return new proto.AnalyzerResourceOptions()
    .setProtect(options.protect ?? false)
    .setIgnorechangesList([...(options.ignoreChanges ?? [])])
    .setAdditionalsecretoutputsList([...(options.additionalSecretOutputs ?? [])])
    .setParent(parentUrn ?? "");
}

function struct(properties: unknown): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}
