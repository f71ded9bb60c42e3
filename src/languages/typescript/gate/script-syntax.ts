/** What is TypeScript only, in a file whose name says JavaScript: the parser itself lets it pass. */

import type { Problem } from "../../../types.js";
import { ts } from "../source/compiler.js";
import { problemOf } from "../source/parse.js";

/** The first type annotation, interface or the like in a tree of JavaScript; none in other trees. */
export function typeSyntaxProblemOf(tree: ts.SourceFile): Problem | undefined {
  if (!/\.[cm]?jsx?$/.test(tree.fileName)) return undefined;
  return problemOf(programOf(tree).getSyntacticDiagnostics(tree)[0]);
}

/** A program of this one tree, which is neither parsed again nor checked: only programs know this. */
function programOf(tree: ts.SourceFile): ts.Program {
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === tree.fileName ? tree : undefined),
    fileExists: (name) => name === tree.fileName,
    readFile: () => undefined,
    writeFile: () => {},
    getDefaultLibFileName: () => "lib.d.ts",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  };
  const options: ts.CompilerOptions = {
    allowJs: true,
    noLib: true,
    noResolve: true,
    types: [],
    target: ts.ScriptTarget.Latest,
    experimentalDecorators: true,
  };
  return ts.createProgram({ rootNames: [tree.fileName], options, host });
}
