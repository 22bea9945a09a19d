import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { armNaming } from "../../policies/estate/arm-id";
import { Capture, type StackResource } from "../../policies/estate/capture";
import type { Estate } from "../../policies/estate/estate";
import { resourceType } from "../../policies/estate/resource-type";
import { recordResources } from "./registered";

// What a registration over gRPC tells; the mocks themselves pass on its inputs alone.
interface Registration {
  getType(): string;
  getName(): string;
  getParent(): string;
  getObject(): { toJavaScript(): Record<string, unknown> };
  getDependenciesList(): string[];
  getPropertydependenciesMap(): {
    entries(): IterableIterator<[string, { getUrnsList(): string[] }]>;
  };
}

type Answer = (error: unknown, response?: { getUrn(): string }) => void;

/**
 * The estate of a program as a preview of a stack that was never deployed shows it: inputs as they are registered, all
 * outputs unknown, and what each property was made from.
 */
export async function previewedEstate(program: () => void): Promise<Estate> {
  const resources: StackResource[] = [];
  const register = MockMonitor.prototype.registerResource;
  const spy = jest.spyOn(MockMonitor.prototype, "registerResource").mockImplementation(async function (
    this: MockMonitor,
    request: Registration,
    answer: Answer,
  ) {
    await register.call(this, request, (error: unknown, response?: { getUrn(): string }) => {
      if (response) resources.push(stackResource(request, response.getUrn()));
      answer(error, response);
    });
  });
  try {
    await recordResources({ preview: true });
    program();
    await pulumi.runtime.disconnect();
  } finally {
    spy.mockRestore();
  }
  const capture = new Capture();
  for (const resource of resources) capture.remember({ ...resource, opts: {} });
  return capture.stackEstate(resources);
}

function stackResource(request: Registration, urn: string): StackResource {
  const type = request.getType();
  const made = [...request.getPropertydependenciesMap().entries()];
  return {
    urn,
    type,
    name: request.getName(),
    props: { ...automaticName(type, request.getName()), ...request.getObject().toJavaScript() },
    parent: { urn: request.getParent() },
    dependencies: request.getDependenciesList().map((one) => ({ urn: one })),
    propertyDependencies: Object.fromEntries(
      made.map(([key, from]) => [key, from.getUrnsList().map((one) => ({ urn: one }))]),
    ),
  };
}

// As the provider's Check names what has no name.
function automaticName(type: string, name: string): Record<string, unknown> {
  const own = armNaming[resourceType(type)]?.nameProperties.at(-1);
  return own === undefined ? {} : { [own]: `${name}a1b2c3d4` };
}
