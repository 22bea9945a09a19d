import type { Estate } from "../estate";
import { joinById } from "../join";
import { property, stringProperty, type AzureResource } from "../resource";
import { forwardsTo } from "./forwards-to-host";
import type { Forward } from "./load-balancers";
import { azureName } from "./names";
import type { IpConfiguration } from "./network-interfaces";
import { DeclaredRule } from "./declared-rule";
import { RuleInTree } from "./rule-in-tree";
import { SecurityGroup, type GroupLevel } from "./security-groups";

/** A way from the Internet to a host's port. */
export interface PublicPath {
  /** Half a sentence: "public address pip-1". */
  readonly how: string;
  readonly certain: boolean;
  /** Whether it lets nobody in without a security group: Standard does not, Basic did. */
  readonly closedByDefault: "yes" | "no" | "unknown";
}

/** The ways from the Internet to a port at one address: its own public address, and what load balancers forward. */
export function publicPaths(estate: Estate, configuration: IpConfiguration, port: number): readonly PublicPath[] {
  return [...ownAddress(estate, configuration), ...forwarded(estate, configuration, port)];
}

/**
 * What stands before a host that no security group protects: nothing, or a Standard public address, which lets nobody in
 * from the Internet unless a security group does.
 * https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses#sku
 */
export function closedLevels(estate: Estate, configuration: IpConfiguration, port: number): readonly GroupLevel[] {
  const paths = publicPaths(estate, configuration, port);
  if (paths.length === 0 || !paths.every((path) => path.closedByDefault === "yes")) return [];
  const { resource, path } = configuration;
  const rule = (name: string, priority: number, access: string, source: string): DeclaredRule => {
    const tree = { name, priority, access, direction: "Inbound", protocol: "*", sourceAddressPrefix: source };
    return new DeclaredRule(new RuleInTree(estate, resource, path, tree, true));
  };
  const rules = [rule("no security group", 100, "Deny", "Internet"), rule("inside", 200, "Allow", "*")];
  const candidates = [new SecurityGroup(resource, undefined, rules)];
  return [{ kind: "public address", resource, path, candidates, open: false, unknown: undefined }];
}

function ownAddress(estate: Estate, { resource, path }: IpConfiguration): readonly PublicPath[] {
  const inline = `${path}.publicIPAddressConfiguration`;
  if (property(resource, inline).state !== "absent") {
    const certain = property(resource, inline).state === "known";
    const sku = stringProperty(resource, `${inline}.sku.name`);
    // A scale set gives its instances addresses of its load balancer's kind; Standard is the only one still made.
    const closedByDefault = sku.state === "known" ? closedBySku(sku.value) : "yes";
    return [{ how: `a public address of its own`, certain, closedByDefault }];
  }
  const whole = property(resource, `${path}.publicIPAddress`);
  if (whole.state === "absent") return [];
  const join = joinById(estate, resource, `${path}.publicIPAddress.id`, ["network:PublicIPAddress"]);
  if (join.state === "absent") return [];
  if (join.state !== "joined") {
    return [{ how: "a public address of its own", certain: whole.state === "known", closedByDefault: "unknown" }];
  }
  const how = `public address ${azureName(join.resource)}`;
  return [{ how, certain: true, closedByDefault: closedByDefaultAt(join.resource) }];
}

function forwarded(estate: Estate, configuration: IpConfiguration, port: number): readonly PublicPath[] {
  return forwardsTo(estate, configuration).flatMap(({ candidates, certain }) => {
    const open = candidates.filter((forward) => forward.frontend.isPublic !== "no" && mayEndAt(forward, port) !== "no");
    const [first] = open;
    if (!first) return [];
    const sure = open.every((forward) => forward.frontend.isPublic === "yes" && mayEndAt(forward, port) === "yes");
    const how = `${first.kind} ${first.name} of ${azureName(first.balancer)}`;
    const all = sure && open.length === candidates.length;
    return [{ how, certain: certain && all, closedByDefault: closedByDefaultAt(first.balancer) }];
  });
}

// Port 0 is a rule for all ports, which a load balancer passes through unchanged.
function mayEndAt({ backendPort, kind }: Forward, port: number): "yes" | "no" | "maybe" {
  if (backendPort.state === "unknown") return "maybe";
  if (backendPort.state === "absent") return kind === "load balancing rule" ? "maybe" : "no";
  return backendPort.value === port || backendPort.value === 0 ? "yes" : "no";
}

function closedByDefaultAt(resource: AzureResource): PublicPath["closedByDefault"] {
  const sku = stringProperty(resource, "sku.name");
  if (sku.state === "unknown") return "unknown";
  return sku.state === "absent" ? "no" : closedBySku(sku.value);
}

function closedBySku(sku: string): "yes" | "no" {
  return sku.toLowerCase() === "basic" ? "no" : "yes";
}
