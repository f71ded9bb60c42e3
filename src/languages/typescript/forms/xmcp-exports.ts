/** xmcp: what the files of its folders export as default, and how that is wrapped. */

import { relative } from "node:path";
import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv } from "../evaluate/value.js";
import { type Change, change, type Refusal } from "../migrate/service-names.js";
import { handlerChange, ownReading } from "../migrate/wrapper.js";
import { manifestOf } from "../project/layout.js";
import { ts } from "../source/compiler.js";
import { around, at } from "../source/insert.js";
import { hasModifier, walk } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import type { Line } from "./library.js";
import { linesOf, mayHave, wordsOf } from "./library-queries.js";

export type DefaultExport = ts.ExportAssignment | ts.FunctionDeclaration;

/** A file of one of a library's folders: the line that its folder is, and what it exports as default. */
export interface Exported {
  readonly line: Line;
  readonly exported: DefaultExport;
}

/** The files of a server in the folders of these lines, where it is made with the library that reads them. */
export function exportsIn({ project }: Evaluator, lines: readonly Line[]): Exported[] {
  const { dependencies, devDependencies } = manifestOf(project.server, project.files);
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  const own = lines.filter((line) => packages.some((name) => mayHave(name, line)));
  if (own.length === 0) return [];
  return project.sourcesWith(/\bexport\s+default\b/).flatMap((source) => {
    const word = folderOf(relative(project.server.root, source.fileName));
    const line = own.find((each) => each.word === word);
    const exported = line && source.statements.find(isDefaultExport);
    return exported ? [{ line, exported }] : [];
  });
}

const folders = new Set(wordsOf(linesOf("folder")));

/** The first folder on the way to a file that has a meaning. */
function folderOf(path: string): string | undefined {
  return path
    .split(/[\\/]/)
    .slice(0, -1)
    .find((name) => folders.has(name));
}

function isDefaultExport(statement: ts.Statement): statement is DefaultExport {
  if (ts.isExportAssignment(statement)) return !statement.isExportEquals;
  return (
    ts.isFunctionDeclaration(statement) && hasModifier(statement, ts.SyntaxKind.DefaultKeyword)
  );
}

/** How the handler that a file exports is wrapped. */
export function contextChange(evaluator: Evaluator, exported: DefaultExport): Change | Refusal {
  if (ts.isExportAssignment(exported)) {
    return handlerChange(evaluator, exported.expression, emptyEnv, true);
  }
  const refusal = ownReading(exported, []);
  if (refusal) return refusal;
  if (isUsedElsewhere(exported)) {
    return {
      reason:
        "the exported function is called by its name in its own file, and a wrapped one has none there; export it in a statement of its own: export default name",
    };
  }
  const source = exported.getSourceFile();
  const start = functionStart(exported);
  const [, close] = around(exported, "", source.text.includes(";") ? ");" : ")");
  const edits = [at(exported, start, "withAccountContext("), ...(close ? [close] : [])];
  return change(exported, "withAccountContext", edits);
}

/** Where `async function` or `function` begins, after `export default`. */
function functionStart(exported: ts.FunctionDeclaration): number {
  const source = exported.getSourceFile();
  const before = (ts.getModifiers(exported) ?? []).filter(
    (m) => m.kind === ts.SyntaxKind.ExportKeyword || m.kind === ts.SyntaxKind.DefaultKeyword,
  );
  const end = before.at(-1)?.getEnd() ?? exported.getStart(source);
  return end + (/^\s*/.exec(source.text.slice(end))?.[0].length ?? 0);
}

function isUsedElsewhere(exported: ts.FunctionDeclaration): boolean {
  const { name } = exported;
  if (!name) return false;
  let used = false;
  walk(exported.getSourceFile(), (node) => {
    if (ts.isIdentifier(node) && node !== name && node.text === name.text) {
      // A call from inside the function itself still finds it.
      used ||= lookup(node, name.text, "value") === exported && !isWithin(node, exported);
    }
  });
  return used;
}

function isWithin(node: ts.Node, container: ts.Node): boolean {
  return node.pos >= container.pos && node.end <= container.end;
}
