/** Where jest's `moduleNameMapper` takes the imports of the copied modules. */

import { basename } from "node:path";
import { serviceModules } from "./services-modules.js";

/** The rule that ts-jest's documentation gives for relative imports that end in `.js`. */
export const sourceRule = ["^(\\.{1,2}/.*)\\.js$", "$1"] as const;

/** One rule of a mapper: a regular expression, and what it takes a match to. */
export interface MapperRule {
  readonly pattern: string;
  /** In the order in which jest tries them; none where they are not written out. */
  readonly targets: readonly string[];
}

/** What a mapper does with the copied modules' imports: of each kind, an example or nothing. */
export interface Reach {
  /** An import that no rule takes to its source. */
  readonly missed?: string;
  /** An import that a rule takes to something else. */
  readonly diverted?: string;
}

/** Tries the rules as jest does: the first one that matches decides. */
export function reachOf(rules: readonly MapperRule[]): Reach {
  const decided = copiedImports().map((path) => ({ path, rule: ruleFor(rules, path) }));
  const missed = decided.find(({ rule }) => !rule)?.path;
  const diverted = decided.find(({ path, rule }) => rule && !leadsToSource(rule, path))?.path;
  return { ...(missed && { missed }), ...(diverted && { diverted }) };
}

/** Every import that the services folder brings with it, as its modules and the sources write them. */
function copiedImports(): string[] {
  const modules = ["index", ...serviceModules()];
  return modules.flatMap((name) => [
    `./${basename(name)}.js`,
    `../${basename(name)}.js`,
    `../src/credential-services/${name}.js`,
  ]);
}

function ruleFor(rules: readonly MapperRule[], path: string): MapperRule | undefined {
  return rules.find(({ pattern }) => matchOf(pattern, path));
}

function leadsToSource({ pattern, targets }: MapperRule, path: string): boolean {
  const match = matchOf(pattern, path);
  const stem = path.replace(/\.js$/, "");
  return targets
    .map((target) => target.replaceAll(/\$(\d+)/g, (_all, group) => match?.[Number(group)] ?? ""))
    .some((target) => target === stem || target === `${stem}.ts`);
}

function matchOf(pattern: string, path: string): RegExpExecArray | undefined {
  try {
    return new RegExp(pattern).exec(path) ?? undefined;
  } catch {
    return undefined;
  }
}
