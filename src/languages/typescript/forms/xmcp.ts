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
import type { FoundTool, Registration } from "./registration.js";
import { contextChange, type DefaultExport, defaultExportBelow } from "./xmcp-exports.js";

/** The tool that a file of an xmcp server's tools folder is. */
export function xmcpTool(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  const exported = defaultExportBelow(evaluator, source, new Set(["tools"]));
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

function schemaOf(source: ts.SourceFile): ts.VariableDeclaration | undefined {
  return source.statements
    .filter(ts.isVariableStatement)
    .filter((each) => hasModifier(each, ts.SyntaxKind.ExportKeyword))
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
