import type { InspectOptions } from "node:util";

type Inspect = (value: unknown, options?: InspectOptions, ...rest: unknown[]) => string;

/**
 * `util.inspect` without colors for errors. With them some versions of Node.js, among them every 20.x since 20.20, go on
 * until memory ends where a stack names a file directly in a scope of node_modules, as the source maps of Pulumi's SDK
 * do: https://github.com/nodejs/node/issues/64011. Pulumi inspects each error of a program in this way.
 */
export function withPlainErrors<T extends Inspect>(inspect: T): T {
  const plain = (value: unknown, options?: InspectOptions, ...rest: unknown[]): string =>
    value instanceof Error && typeof options === "object" && options.colors
      ? inspect(value, { ...options, colors: false }, ...rest)
      : inspect(value, options, ...rest);
  return Object.defineProperties(plain, Object.getOwnPropertyDescriptors(inspect)) as T;
}
