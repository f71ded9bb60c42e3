/** The modules that calls load and packages that are AWS's. */

import { ts } from "../source/compiler.js";

/** `require(…)`, `import(…)` and `process.getBuiltinModule(…)`. */
export function isModuleCall({ expression }: ts.CallExpression): boolean {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isPropertyAccessExpression(expression)
    ? expression.name.text === "getBuiltinModule"
    : ts.isIdentifier(expression) && expression.text === "require";
}

/** Whether a package is one of AWS. */
export function isAws(specifier: string): boolean {
  return /^(@aws-sdk\/|@smithy\/|aws-sdk$|aws-sdk\/)/.test(specifier);
}
