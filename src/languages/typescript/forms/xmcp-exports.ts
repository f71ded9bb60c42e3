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
import type { Project } from "../source/parse.js";
import { lookup } from "../source/scope.js";

export type DefaultExport = ts.ExportAssignment | ts.FunctionDeclaration;

/** Whether xmcp makes a server of the package. */
export function usesXmcp({ server, files }: Project): boolean {
  const { dependencies, devDependencies } = manifestOf(server, files);
  return dependencies?.xmcp !== undefined || devDependencies?.xmcp !== undefined;
}

/** What a file exports as default, if the first of xmcp's folders on its way from the server is one of these. */
export function defaultExportBelow(
  { project }: Evaluator,
  source: ts.SourceFile,
  folders: ReadonlySet<string>,
): DefaultExport | undefined {
  const path = relative(project.server.root, source.fileName).split(/[\\/]/);
  const folder = path.slice(0, -1).find((name) => /^(?:tools|resources|prompts)$/.test(name));
  return folder && folders.has(folder) ? source.statements.find(isDefaultExport) : undefined;
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
