/** A property's value in a MOF. Values that a caller may override are text, because overriding values always are. */
export type MofValue = string | boolean | number | readonly string[];

/** One instance of a class-based DSC resource. */
export interface DscResourceInstance {
  /** Name of the PowerShell class. */
  readonly className: string;
  /** Name of this instance, unique among those of its class. */
  readonly instanceName: string;
  readonly moduleName: string;
  readonly moduleVersion: string;
  readonly properties: Readonly<Record<string, MofValue>>;
  /** Instances that come first, as `[Class]Name`. */
  readonly dependsOn?: readonly string[];
}

/** `[Class]Name`, by which other resources and overriding parameters refer to an instance. */
export function resourceId(instance: DscResourceInstance): string {
  return `[${instance.className}]${instance.instanceName}`;
}

/**
 * The compiled configuration that the Machine Configuration agent reads.
 *
 * @param configurationName letters, digits and underscores, beginning with a letter
 * @throws Error for text that is not ASCII and for numbers that are not whole
 * @see https://learn.microsoft.com/azure/governance/machine-configuration/whats-new/psdsc-in-machine-configuration
 */
export function renderMof(configurationName: string, instances: readonly DscResourceInstance[]): string {
  const countByClass = new Map<string, number>();
  const blocks = instances.map((instance) => {
    const count = (countByClass.get(instance.className) ?? 0) + 1;
    countByClass.set(instance.className, count);
    return block(`${instance.className} as $${instance.className}${count}ref`, {
      ResourceID: resourceId(instance),
      ModuleName: instance.moduleName,
      ModuleVersion: instance.moduleVersion,
      SourceInfo: instance.className,
      ConfigurationName: configurationName,
      ...instance.properties,
      ...(instance.dependsOn?.length ? { DependsOn: instance.dependsOn } : {}),
    });
  });
  blocks.push(
    block("OMI_ConfigurationDocument", {
      Version: "2.0.0",
      MinimumCompatibleVersion: "1.0.0",
      CompatibleVersionAdditionalProperties: ["Omi_BaseResource:ConfigurationName"],
      Name: configurationName,
    }),
  );
  return blocks.join("");
}

function block(head: string, properties: Readonly<Record<string, MofValue>>): string {
  const lines = Object.entries(properties)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `  ${name} = ${literal(name, value)};\n`);
  return `instance of ${head}\n{\n${lines.join("")}};\n`;
}

function literal(name: string, value: MofValue): string {
  if (typeof value === "string") return quote(name, value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new Error(`${name} is ${value}. Allowed: whole numbers.`);
    return String(value);
  }
  return `{${value.map((item) => quote(name, item)).join(", ")}}`;
}

// A byte outside ASCII would depend on an encoding that the file does not declare.
function quote(name: string, text: string): string {
  if (!/^[\x20-\x7e\r\n]*$/.test(text)) throw new Error(`${name} holds a character that is not printable ASCII.`);
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replace(/\r\n|\n|\r/g, "\\n")
    .replaceAll('"', '\\"');
  return `"${escaped}"`;
}
