import picomatch from "picomatch";
import { stringProperty, type AzureResource } from "./resource";

const tagPattern = /^tag:([^=]+)=(.*)$/;

/**
 * Tells whether a pattern of the settings means a resource: a glob over its Pulumi name ("web-*"), or `tag:key=value`
 * over its Azure tags. Undefined where the tag's value is not known yet.
 */
export function matchesHost(pattern: string, resource: AzureResource): boolean | undefined {
  const tag = tagPattern.exec(pattern);
  if (!tag) return glob(pattern)(resource.name);
  const value = stringProperty(resource, `tags["${tag[1]!.trim()}"]`);
  if (value.state === "unknown") return undefined;
  return value.state === "known" && glob(tag[2]!.trim())(value.value);
}

const globs = new Map<string, (text: string) => boolean>();

// A name has no folders, so a star may cross a slash. A few patterns of the settings meet thousands of names.
function glob(pattern: string): (text: string) => boolean {
  const known = globs.get(pattern) ?? picomatch(pattern, { bash: true, dot: true });
  globs.set(pattern, known);
  return known;
}
