/** The modules that imports and calls name. */

import { ts } from "ts-morph";
import { knownIn, startOf, type Text, unknownWords, wholeText } from "../../shell/text.js";
import { textsOf } from "../evaluate/texts/index.js";
import type { Project } from "../source/parse.js";

/**
 * An export of a module. Where its package is computed, `module` has an ellipsis for what is not known. `name` is "*" for the module as a whole, "?" for one chosen at run time, and
 * has a dot in it for a member of an export.
 */
export interface Origin {
  readonly module: string;
  readonly name: string;
  /** True where `module` is a file of the server and not a package. */
  readonly local: boolean;
  /** The name of a package that is computed, as far as it is known. */
  readonly computed?: Text;
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

/** The module that a `require(…)` or `import(…)` in a file loads, by its first argument. */
export function loadedOrigin(specifier: ts.Expression, file: string, project: Project): Origin {
  const text = specifierOf(specifier, project);
  const whole = wholeText(text);
  if (whole !== undefined) return moduleOrigin(whole, "*", file, project);
  const module = text.map((piece) => (typeof piece === "string" ? piece : "…")).join("");
  return { module, name: "*", local: false, computed: text };
}

/** npm's own limit. */
const longestName = 214;

/** The name of the package, as far as it is known; one of AWS if any may be. */
function specifierOf(node: ts.Expression, project: Project): Text {
  const all = textsOf(node, project).flatMap((value) =>
    value.kind === "text" && knownIn(value.text).length <= longestName ? [value.text] : [],
  );
  return all.find((text) => isAws(startOf(text))) ?? all[0] ?? unknownWords;
}

/** Whether a package is one of AWS. */
export function isAws(specifier: string): boolean {
  return /^(@aws-sdk\/|@smithy\/|aws-sdk$|aws-sdk\/)/.test(specifier);
}
