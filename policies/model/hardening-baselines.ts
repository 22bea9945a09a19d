/** A ready-made baseline of which somebody found that it takes RDP away. */
export interface HardeningBaseline {
  /** What it does, as the rest of a sentence that begins with its name. */
  readonly does: string;
  readonly source: string;
}

// By configuration name in lower case.
const baselines: Readonly<Record<string, HardeningBaseline>> = {
  azurewindowsbaseline: {
    does: "rewrites user rights such as the one to access this computer from the network, after which RDP refused its users",
    source: "https://github.com/Azure/azure-policy/issues/1471",
  },
};

/** The baseline of a Machine Configuration name, where it is known to take RDP away once it is applied. */
export function hardeningBaseline(configurationName: string): HardeningBaseline | undefined {
  const key = configurationName.trim().toLowerCase();
  return Object.hasOwn(baselines, key) ? baselines[key] : undefined;
}
