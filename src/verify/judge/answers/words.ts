/** Names taken apart. */

/** `instanceIds` → `instanceId`, `policies` → `policy`, `nameList` → `name`. */
export function singular(name: string): string {
  return name
    .replace(/(?<=.)(List|Set)$/, "")
    .replace(/ies$/, "y")
    .replace(/sses$/, "ss")
    .replace(/(?<=[^s])s$/, "");
}

/** `LoadBalancerName` → `load-balancer-name`. */
export function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
}
