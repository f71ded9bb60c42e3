/** Requirements as pip writes them: names, bounds, what is wanted and not there. */

export interface Requirement {
  readonly name: string;
  /** The lowest version that works. */
  readonly minimum: string;
}

/** What the services import. */
export const NEEDED: readonly Requirement[] = [
  { name: "boto3", minimum: "1.35" },
  { name: "cryptography", minimum: "41" },
  { name: "psycopg2-binary", minimum: "2.9" },
  { name: "sqlalchemy", minimum: "2.0" },
];

/** The name of a requirement as packages are compared; "" for what is none. */
export function nameOf(requirement: string): string {
  const name = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(requirement)?.[1] ?? "";
  const plain = name.toLowerCase().replaceAll(/[-_.]+/g, "-");
  return plain === "psycopg2" ? "psycopg2-binary" : plain;
}

/** Those of NEEDED that none of the requirements names. */
export function missingFrom(requirements: readonly string[]): Requirement[] {
  const names = new Set(requirements.map(nameOf));
  return NEEDED.filter(({ name }) => !names.has(name));
}

/** The requirements whose lower bound is below the one needed, with that one. */
export function tooLow(requirements: readonly string[]): [string, Requirement][] {
  return requirements.flatMap((requirement): [string, Requirement][] => {
    const needed = NEEDED.find(({ name }) => name === nameOf(requirement));
    const bound = /(?:>=|==|~=|\^|~)\s*(\d+(?:\.\d+)*)/.exec(requirement)?.[1];
    return needed && bound && isBelow(bound, needed.minimum) ? [[requirement.trim(), needed]] : [];
  });
}

function isBelow(version: string, minimum: string): boolean {
  const [left, right] = [version, minimum].map((text) => text.split(".").map(Number));
  for (let index = 0; index < (right?.length ?? 0); index++) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference) return difference < 0;
  }
  return false;
}
