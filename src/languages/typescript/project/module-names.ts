/** The modules that calls load and packages that are AWS's. */

import { ts } from "../source/compiler.js";

/** `require(…)` and `import(…)`. */
export function isModuleCall({ expression }: ts.CallExpression): boolean {
  const isRequire = ts.isIdentifier(expression) && expression.text === "require";
  return isRequire || expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** Whether a package is one of AWS. */
export function isAws(specifier: string): boolean {
  return /^(@aws-sdk\/|@smithy\/|aws-sdk$|aws-sdk\/)/.test(specifier);
}
