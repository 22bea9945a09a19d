import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

const credentials = {
  clientId: "11111111-1111-1111-1111-111111111111",
  objectId: "22222222-2222-2222-2222-222222222222",
  subscriptionId: "33333333-3333-3333-3333-333333333333",
  tenantId: "44444444-4444-4444-4444-444444444444",
};

// What the provider adds; in a preview the engine would leave it unknown, and so do the mocks.
function stateOf(type: string, name: string, inputs: object, preview: boolean): object {
  if (preview) return inputs;
  const own = type === "azure-native:managedidentity:UserAssignedIdentity";
  const addressed = type === "azure-native:network:NetworkInterface";
  return {
    ...inputs,
    name: `name of ${name}`,
    ...(addressed && { ipConfigurations: [{ privateIPAddress: "10.0.0.4" }] }),
    ...(own && { clientId: `client of ${name}`, principalId: `principal of ${name}` }),
  };
}

let registered: Registered[] = [];
let answers: Readonly<Record<string, object>> = {};

/** What functions of the provider answer from now on, by token, besides that of the credentials. */
export function answerCalls(given: Readonly<Record<string, object>>): void {
  answers = given;
}

/** Lets components register without an engine. Whatever is not expected here throws. */
export async function recordResources({ preview = false } = {}): Promise<void> {
  registered = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        registered.push({ type, name, inputs: inputs as Record<string, unknown> });
        return { id: preview ? undefined : `id of ${name}`, state: stateOf(type, name, inputs as object, preview) };
      },
      call({ token }) {
        if (token in answers) return answers[token]!;
        if (token === "azure-native:authorization:getClientConfig") return credentials;
        throw new Error(`${token} is not expected`);
      },
    },
    "project",
    "stack",
    preview,
  );
}

/** What was registered once everything that runs in the background has settled. */
export async function settled(...outputs: pulumi.Output<unknown>[]): Promise<readonly Registered[]> {
  for (const output of outputs) await valueOf(output);
  await pulumi.runtime.disconnect();
  return registered;
}

/** The value of an output; undefined where it is not known. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  return (output as unknown as { promise(): Promise<T | undefined> }).promise();
}

/** Inputs of the one resource of a name. */
export function inputsOf(resources: readonly Registered[], name: string): Record<string, unknown> {
  const found = resources.filter((resource) => resource.name === name);
  if (found.length !== 1) throw new Error(`${found.length} resources are named ${name}`);
  return found[0]!.inputs;
}

/** Names of the resources that an output waits for, in alphabetical order. */
export async function dependenciesOf(output: unknown): Promise<string[]> {
  const resources = await (output as { allResources(): Promise<Set<{ __name: string }>> }).allResources();
  return [...resources].map(({ __name }) => __name).sort();
}
