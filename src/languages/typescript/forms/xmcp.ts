/** xmcp: a file is a tool, by what it exports: `schema`, `metadata`, and the handler as default. */

import { basename } from "node:path";
import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv, type Values } from "../evaluate/value.js";
import { schemaChange, withOwnZod } from "../migrate/schema.js";
import { type Change, hasParameter, type Refusal, zodProperty } from "../migrate/service-names.js";
import { isWrapped } from "../migrate/wrapper.js";
import { ts } from "../source/compiler.js";
import { at, lineBreakOf } from "../source/insert.js";
import { hasModifier, nameOf } from "../source/nodes.js";
import { placeOf } from "../source/parse.js";
import { lookup } from "../source/scope.js";
import { linesOf } from "./library-queries.js";
import type { FoundTool, Registration } from "./registration.js";
import { contextChange, type DefaultExport, exportsIn } from "./xmcp-exports.js";

const lines = linesOf("folder", "tool");

/** The tools that the files of a server's folders are. */
export function exportedTools(evaluator: Evaluator): Registration[] {
  return exportsIn(evaluator, lines).map(({ exported, line }) => {
    const schema = schemaOf(exported.getSourceFile(), line.schema);
    return {
      form: "xmcp",
      node: exported,
      tools: toolsOf(evaluator, exported, schema),
      parameter: () => parameterChange(evaluator, exported, schema, line.schema),
      context: () => contextChange(evaluator, exported),
    };
  });
}

function schemaOf(source: ts.SourceFile, name: string): ts.VariableDeclaration | undefined {
  return source.statements
    .filter(ts.isVariableStatement)
    .filter((each) => hasModifier(each, ts.SyntaxKind.ExportKeyword))
    .flatMap((each) => [...each.declarationList.declarations])
    .find((each) => nameOf(each.name) === name);
}

function toolsOf(
  evaluator: Evaluator,
  exported: DefaultExport,
  schema: ts.VariableDeclaration | undefined,
): FoundTool[] {
  const source = exported.getSourceFile();
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
  name: string,
): Change | Refusal {
  if (schema?.initializer) return schemaChange(evaluator, schema.initializer, emptyEnv, "raw");
  const source = exported.getSourceFile();
  if (schema || new RegExp(`\\bexport\\b[^;]*\\b${name}\\b`).test(source.text)) {
    return {
      reason: "the schema is exported from elsewhere; export it as a constant of this file",
    };
  }
  const lineBreak = lineBreakOf(source.text);
  const text = `export const ${name} = { ${zodProperty} };${lineBreak}${lineBreak}`;
  return withOwnZod(exported, [at(exported, exported.getStart(source), text)]);
}
