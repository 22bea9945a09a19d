/** What this project reads of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

// What a repository needs and its package does not. Scripts would compile sources that are not there.
const ofTheRepository = ["private", "workspaces", "scripts", "devDependencies", "overrides"];

/**
 * The manifest of the npm package. The folder `policies` inside it is no package of its own to npm, which installs nothing for
 * it: so the pack's dependencies join those of the components.
 *
 * @throws Error if both want other versions of the same package
 */
export function packageManifest(repository: Manifest, policies: Manifest): Manifest {
  const dependencies = new Map(Object.entries(repository.dependencies));
  for (const [name, version] of Object.entries(policies.dependencies)) {
    const own = dependencies.get(name) ?? version;
    if (own !== version) throw new Error(`${name}: the components want ${own}, and the pack wants ${version}`);
    dependencies.set(name, version);
  }
  const kept = Object.entries(repository).filter(([field]) => !ofTheRepository.includes(field));
  return {
    ...(Object.fromEntries(kept) as Manifest),
    dependencies: Object.fromEntries([...dependencies].sort().map(([name, version]) => [name, range(name, version)])),
  };
}

// A program has one Pulumi SDK for all its packages, and chooses it.
function range(name: string, version: string): string {
  return name.startsWith("@pulumi/") ? `^${version}` : version;
}
