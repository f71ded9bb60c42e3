/** Which zod a file uses: zod 3 and zod 4 can't be mixed in one schema. */

import { ts } from "../source/compiler.js";

/**
 * The module of the services folder whose `targetAccountId` is made with the zod that this file
 * imports: "" (the index, made with plain `zod`), "zod-v3" or "zod-v4".
 */
export function zodModule(source: ts.SourceFile): string {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const { moduleSpecifier } = statement;
    if (!ts.isStringLiteral(moduleSpecifier)) continue;
    if (moduleSpecifier.text === "zod") return "";
    const version = /^zod\/(v[34])(?:[-/]|$)/.exec(moduleSpecifier.text)?.[1];
    if (version) return `zod-${version}`;
  }
  const required = /\brequire\(\s*["']zod\/(v[34])["']\s*\)/.exec(source.text)?.[1];
  return required ? `zod-${required}` : "";
}
