/** mcp-framework: a class for each tool, `class X extends MCPTool` with `name`, `schema` and `execute`. */

import { instanceMember } from "../evaluate/classes.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv, type Instance, type Value } from "../evaluate/value.js";
import { schemaChange, withOwnZod } from "../migrate/schema.js";
import {
  type Change,
  change,
  hasParameter,
  parameterName,
  type Refusal,
  together,
} from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { around, intoLiteral } from "../source/insert.js";
import { bare, hasModifier } from "../source/nodes.js";
import { placeOf } from "../source/parse.js";
import {
  classesExtending,
  contextChange,
  fieldOf,
  hasContext,
  instanceOf,
} from "./framework-classes.js";
import type { Line } from "./library.js";
import { linesOf } from "./library-queries.js";
import type { FoundTool, Registration } from "./registration.js";

const described = `${parameterName}: { type: targetAccountId, description: targetAccountIdJsonSchema.description }`;

const lines = linesOf("base", "tool");

/** The tool classes of a server. */
export function frameworkTools(evaluator: Evaluator): Registration[] {
  return classesExtending(evaluator, lines)
    .filter(({ node }) => !hasModifier(node, ts.SyntaxKind.AbstractKeyword))
    .map(({ node, line }) => registration(evaluator, instanceOf(node), line));
}

function registration(evaluator: Evaluator, instance: Instance, line: Line): Registration {
  const { node } = instance.of;
  return {
    form: "mcp-framework",
    node,
    tools: toolsOf(evaluator, instance, line),
    parameter: () => parameterChange(evaluator, node, line.schema),
    context: () => contextChange(evaluator, node, line.handler),
  };
}

function toolsOf(evaluator: Evaluator, instance: Instance, { schema, handler }: Line): FoundTool[] {
  const { node } = instance.of;
  const field = fieldOf(node, schema);
  const initial = field?.initializer;
  const halves = {
    hasParameter: initial !== undefined && hasParameter(initial, evaluator.evaluate(initial)),
    hasContext: hasContext(evaluator, node, handler),
  };
  const names = instanceMember(evaluator, instance, "name", node);
  const known = names.flatMap((name) => (name.kind === "text" ? [name] : []));
  if (known.length === 0) {
    const place = placeOf(node.name ?? node);
    return [{ name: `<${node.name?.text ?? "class"}>`, place, node, ...halves }];
  }
  return known.map((name) => ({
    name: name.text,
    place: placeOf(name.node),
    node: name.node,
    ...halves,
  }));
}

function parameterChange(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  name: string,
): Change | Refusal {
  const schema = fieldOf(node, name)?.initializer;
  if (!schema) return { reason: "the class declares no schema of its own; declare one there" };
  const literal = bare(schema);
  const needs = (edits: Change["edits"]): Change | Refusal =>
    together(withOwnZod(node, edits), change(node, "targetAccountIdJsonSchema", []));
  if (ts.isObjectLiteralExpression(literal)) {
    return holdsZod(evaluator, literal)
      ? schemaChange(evaluator, schema, emptyEnv, "any")
      : needs(intoLiteral(literal, described));
  }
  const values = evaluator.evaluate(literal);
  if (values.length > 0 && values.every((value) => isFieldTable(evaluator, value))) {
    return needs(around(schema, "{ ...", `, ${described} }`));
  }
  return schemaChange(evaluator, schema, emptyEnv, "any");
}

/** Whether a literal holds zod schemas themselves, not `{ type, description }` for each. */
function holdsZod(evaluator: Evaluator, literal: ts.ObjectLiteralExpression): boolean {
  const [first] = literal.properties;
  if (!first || !ts.isPropertyAssignment(first)) return false;
  const [value] = evaluator.evaluate(first.initializer);
  return value?.kind === "unknown" && /^zod/.test(value.external?.module ?? "");
}

function isFieldTable(evaluator: Evaluator, value: Value): boolean {
  if (value.kind !== "object") return false;
  const [first] = value.properties.values();
  const [field] = first?.() ?? [];
  return field === undefined || evaluator.member([field], "type", value.node, emptyEnv).length > 0;
}
