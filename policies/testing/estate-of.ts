import { Capture } from "../estate/capture";
import type { Estate } from "../estate/estate";
import type { Declared } from "./declared";
import { stackOf } from "./declared-stack";

/** The estate as a preview of a stack that was never deployed shows it: ids and all other outputs are unknown. */
export function estateOf(declared: readonly Declared[]): Estate {
  return build(declared, false);
}

/** The same resources once they exist: every reference is known. */
export function deployedEstateOf(declared: readonly Declared[]): Estate {
  return build(declared, true);
}

function build(all: readonly Declared[], deployed: boolean): Estate {
  const capture = new Capture();
  const stack = stackOf(all, deployed).map((member) => {
    const { name, type } = member.declared;
    const identity = { urn: member.urn, name, type, opts: {} };
    capture.remember({ ...identity, props: member.inputs });
    return {
      ...identity,
      props: member.outputs,
      ...(member.parentUrn !== undefined && { parent: { urn: member.parentUrn } }),
      dependencies: member.dependencies.map((urn) => ({ urn })),
      propertyDependencies: Object.fromEntries(
        Object.entries(member.propertyDependencies).map(([key, urns]) => [key, urns.map((urn) => ({ urn }))]),
      ),
    };
  });
  return capture.stackEstate(stack);
}
