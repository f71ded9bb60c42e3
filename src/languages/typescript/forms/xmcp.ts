/** xmcp: a file is a tool, by what it exports: `schema`, `metadata`, and the handler as default. */

import { basename } from "node:path";
import { ts } from "ts-morph";
import { around, at, lineBreakOf } from "../edits.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv, type Values } from "../evaluate/value.js";
import { handlerChange, isWrapped, ownReading } from "../handler.js";
import { placeOf } from "../parse.js";
import type { FoundTool, Registration } from "../registration.js";
import { schemaChange, withOwnZod } from "../schema.js";
import { lookup } from "../scope.js";
import { type Change, change, hasParameter, type Refusal, zodProperty } from "../services.js";
import { nameOf, walk } from "../syntax.js";

type DefaultExport = ts.ExportAssignment | ts.FunctionDeclaration;

/** The tool that a file of an xmcp server's tools folder is. */
export function xmcpTool(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  if (!/(?:^|[\\/])tools[\\/]/.test(source.fileName)) return [];
  const exported = source.statements.find(isDefaultExport);
  if (!exported) return [];
  const schema = schemaOf(source);
  return [
    {
      form: "xmcp",
      node: exported,
      tools: toolsOf(evaluator, source, exported, schema),
      parameter: () => parameterChange(evaluator, exported, schema),
      context: () => contextChange(evaluator, exported),
    },
  ];
}

function isDefaultExport(statement: ts.Statement): statement is DefaultExport {
  if (ts.isExportAssignment(statement)) return !statement.isExportEquals;
  return (
    ts.isFunctionDeclaration(statement) &&
    (ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword) ?? false)
  );
}

function schemaOf(source: ts.SourceFile): ts.VariableDeclaration | undefined {
  return source.statements
    .filter(ts.isVariableStatement)
    .filter((each) => each.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword))
    .flatMap((each) => [...each.declarationList.declarations])
    .find((each) => nameOf(each.name) === "schema");
}

function toolsOf(
  evaluator: Evaluator,
  source: ts.SourceFile,
  exported: DefaultExport,
  schema: ts.VariableDeclaration | undefined,
): FoundTool[] {
  const initial = schema?.initializer;
  const handler = ts.isExportAssignment(exported) ? exported.expression : undefined;
  const halves = {
    hasParameter: initial !== undefined && hasParameter(initial, evaluator.evaluate(initial)),
    hasContext: handler !== undefined && isWrapped(handler, evaluator.evaluate(handler)),
  };
  const metadata = lookup(source, "metadata", "value");
  const values: Values = metadata ? evaluator.valueOf(metadata, emptyEnv) : [];
  const [name] = evaluator.member(values, "name", exported, emptyEnv);
  if (name?.kind === "text") {
    return [{ name: name.text, place: placeOf(name.node), node: name.node, ...halves }];
  }
  // Without metadata the tool is called after its file.
  const text = basename(source.fileName).replace(/\.[^.]*$/, "");
  return [{ name: text, place: placeOf(exported), node: exported, ...halves }];
}

function parameterChange(
  evaluator: Evaluator,
  exported: DefaultExport,
  schema: ts.VariableDeclaration | undefined,
): Change | Refusal {
  if (schema?.initializer) return schemaChange(evaluator, schema.initializer, emptyEnv, "raw");
  const source = exported.getSourceFile();
  if (schema || /\bexport\b[^;]*\bschema\b/.test(source.text)) {
    return {
      reason: "the schema is exported from elsewhere; export it as a constant of this file",
    };
  }
  const lineBreak = lineBreakOf(source.text);
  const text = `export const schema = { ${zodProperty} };${lineBreak}${lineBreak}`;
  return withOwnZod(exported, [at(exported, exported.getStart(source), text)]);
}

function contextChange(evaluator: Evaluator, exported: DefaultExport): Change | Refusal {
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
