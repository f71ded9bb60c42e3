/** The modules that imports and calls name. */

import { ts } from "ts-morph";
import { argumentEnd, unknownWords } from "../../shell/command-line.js";
import { textsOf } from "../evaluate/texts/index.js";
import type { Project } from "../source/parse.js";

/**
 * An export of a module. `name` is "*" for the module as a whole, "?" for one chosen at run time, and
 * has a dot in it for a member of an export.
 */
export interface Origin {
  readonly module: string;
  readonly name: string;
  /** True where `module` is a file of the server and not a package. */
  readonly local: boolean;
  /** The server's own class between the value and the export, if there is one: the most derived. */
  readonly subclass?: ts.ClassLikeDeclaration;
}

/** The export of the module that a specifier in a file names. */
export function moduleOrigin(
  specifier: string,
  name: string,
  file: string,
  project: Project,
): Origin {
  const found = project.resolveImport(file, specifier);
  return found === undefined
    ? { module: specifier, name, local: false }
    : { module: found, name, local: true };
}

/** `require(…)` and `import(…)`. */
export function isModuleCall({ expression }: ts.CallExpression): boolean {
  const isRequire = ts.isIdentifier(expression) && expression.text === "require";
  return isRequire || expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** npm's own limit. */
const longestName = 214;

/** The name of the package, with the marks of command-line.ts where it is computed; one of AWS if any may be. */
export function specifierOf(node: ts.Expression, project: Project): string {
  const all = textsOf(node, project).filter(
    (text) => text.length <= longestName && !text.includes(argumentEnd),
  );
  return all.find(isAws) ?? all[0] ?? unknownWords;
}

/** Whether a package is one of AWS. */
export function isAws(specifier: string): boolean {
  return /^(@aws-sdk\/|@smithy\/|aws-sdk$|aws-sdk\/)/.test(specifier);
}
