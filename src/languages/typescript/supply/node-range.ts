/** Whether package.json's `engines.node` admits a major version of Node.js. */

/** True where the range is missing or can't be read: then nothing speaks against it. */
export function allowsNode(range: string | undefined, major: number): boolean {
  if (!range) return true;
  return range.split("||").some((part) => allowsAll(part.trim(), major));
}

function allowsAll(part: string, major: number): boolean {
  const comparators = part.matchAll(
    /(>=|<=|>|<|\^|~|=)?\s*v?(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?/g,
  );
  return [...comparators].every(([, operator, version, minor, patch]) =>
    allows(operator ?? "=", Number(version), `${minor ?? 0}.${patch ?? 0}`, major),
  );
}

function allows(operator: string, version: number, rest: string, major: number): boolean {
  if (operator === ">=") return major >= version;
  if (operator === ">") return rest === "0.0" ? major > version - 1 : major >= version;
  if (operator === "<=") return major <= version;
  if (operator === "<") return rest === "0.0" ? major < version : major <= version;
  return major === version;
}
