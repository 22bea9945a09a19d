/**
 * URN of the stack itself, read off that of any of its resources, in whatever order they come: what belongs to no
 * resource is told there.
 */
export function stackUrn(resources: readonly { readonly urn: string }[]): string | undefined {
  const [, stack, project] = /^urn:pulumi:(.*?)::(.*?)::/.exec(resources[0]?.urn ?? "") ?? [];
  if (stack === undefined || project === undefined) return resources[0]?.urn;
  return `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
}
