import type { EnforcementLevel, Policies } from "@pulumi/policy";

/** What policies are given beside the resources. */
export interface PolicySurroundings {
  /** Configuration by the name of a policy, as `--policy-pack-config` holds it; over the defaults of its schema. */
  readonly config?: Readonly<Record<string, PolicyConfiguration>>;
  /** Tags of the stack. Default: none. */
  readonly stackTags?: Readonly<Record<string, string>>;
}

/** A policy's own configuration: its level, beside what its schema allows. */
export interface PolicyConfiguration {
  readonly enforcementLevel?: EnforcementLevel;
  readonly [key: string]: unknown;
}

type Policy = Policies[number];
type Args = { readonly stackTags: unknown; getConfig(): unknown };
type Validation = (args: Args, ...rest: unknown[]) => unknown;

/** The policies as they meet these surroundings. The SDK keeps both in its server, which a test does not start. */
export function given(policies: Policies, { config = {}, stackTags = {} }: PolicySurroundings): Policies {
  const strange = Object.keys(config).filter((name) => !policies.some((policy) => policy.name === name));
  if (strange.length > 0) throw new Error(`there is configuration for ${strange.join(", ")}, and no such policy`);
  const tags = new Map(Object.entries(stackTags));
  return policies.map((policy) => {
    const { enforcementLevel = policy.enforcementLevel, ...own } = config[policy.name] ?? {};
    const settings = { ...defaultsOf(policy), ...own };
    // A policy may change while it is used, so it is copied only where there is need.
    if (!(policy.name in config) && Object.keys(settings).length === 0 && tags.size === 0) return policy;
    const meet = (validation: Validation): Validation =>
      // The SDK's helpers attach the type that a validation is for.
      Object.assign(
        (args: Args, ...rest: unknown[]) =>
          validation({ ...args, stackTags: tags, getConfig: () => settings }, ...rest),
        validation,
      );
    const met: Record<string, unknown> = { ...policy };
    if (enforcementLevel !== undefined) met["enforcementLevel"] = enforcementLevel;
    for (const key of ["validateResource", "remediateResource", "validateStack"]) {
      const own = met[key] as Validation | Validation[] | undefined;
      if (own) met[key] = Array.isArray(own) ? own.map(meet) : meet(own);
    }
    return met as unknown as Policy;
  });
}

function defaultsOf({ configSchema }: Policy): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(configSchema?.properties ?? {}).flatMap(([key, schema]) => {
      const value = typeof schema === "object" ? schema.default : undefined;
      return value === undefined ? [] : [[key, structuredClone(value)]];
    }),
  );
}
