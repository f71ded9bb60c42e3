/** mcp-framework: a class for each tool, `class X extends MCPTool` with `name`, `schema` and `execute`. */

import { ts } from "ts-morph";
import { around, at, indentOf, intoLiteral, lineBreakOf, unitOf } from "../edits.js";
import { baseOf, instanceMember } from "../evaluate/classes.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv, type Instance, type Value } from "../evaluate/value.js";
import { indexOf } from "../fileindex.js";
import { handlerChange, isWrapped, ownReading } from "../handler.js";
import { placeOf } from "../parse.js";
import type { FoundTool, Registration } from "../registration.js";
import { schemaChange, withOwnZod } from "../schema.js";
import {
  type Change,
  change,
  hasParameter,
  parameterName,
  type Refusal,
  serviceName,
  together,
} from "../services.js";
import { bare, nameOf, walk } from "../syntax.js";

const described = `${parameterName}: { type: targetAccountId, description: targetAccountIdJsonSchema.description }`;

/** The tool classes of one file. */
export function frameworkTools(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  return [...indexOf(source).extending.values()].flat().flatMap((node) => {
    const instance = instanceOf(node);
    return isToolClass(evaluator, instance) && !isAbstract(node)
      ? [registration(evaluator, instance)]
      : [];
  });
}

function instanceOf(node: ts.ClassLikeDeclaration): Instance {
  return { kind: "instance", node, of: { kind: "class", node, env: emptyEnv }, env: emptyEnv };
}

function isToolClass(evaluator: Evaluator, instance: Instance): boolean {
  const base = baseOf(evaluator, instance);
  if (base?.kind === "instance") return isToolClass(evaluator, base);
  return base?.external?.module === "mcp-framework" && base.external.path[0] === "MCPTool";
}

function isAbstract(node: ts.ClassLikeDeclaration): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some((m) => m.kind === ts.SyntaxKind.AbstractKeyword) ?? false;
}

function registration(evaluator: Evaluator, instance: Instance): Registration {
  const { node } = instance.of;
  return {
    form: "mcp-framework",
    node,
    tools: toolsOf(evaluator, instance),
    parameter: () => parameterChange(evaluator, node),
    context: () => contextChange(evaluator, node),
  };
}

function toolsOf(evaluator: Evaluator, instance: Instance): FoundTool[] {
  const { node } = instance.of;
  const field = fieldOf(node, "schema");
  const initial = field?.initializer;
  const halves = {
    hasParameter: initial !== undefined && hasParameter(initial, evaluator.evaluate(initial)),
    hasContext: hasContext(evaluator, node),
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

function fieldOf(node: ts.ClassLikeDeclaration, name: string): ts.PropertyDeclaration | undefined {
  return node.members.filter(ts.isPropertyDeclaration).find((each) => nameOf(each.name) === name);
}

/** The wrapper in a static block, as a decorator, or round a field's value. */
function hasContext(evaluator: Evaluator, node: ts.ClassLikeDeclaration): boolean {
  const field = fieldOf(node, "execute");
  if (field?.initializer) {
    return isWrapped(field.initializer, evaluator.evaluate(field.initializer));
  }
  let found = false;
  for (const member of node.members) {
    const isCandidate = ts.isClassStaticBlockDeclaration(member) || ts.isMethodDeclaration(member);
    if (!isCandidate) continue;
    const decorators = ts.isMethodDeclaration(member) ? (ts.getDecorators(member) ?? []) : [];
    found ||= decorators.some((each) => serviceName(each.expression) === "accountContext");
    if (ts.isMethodDeclaration(member)) continue;
    walk(member, (each) => {
      if (ts.isCallExpression(each) && serviceName(each.expression) === "withAccountContext") {
        found = true;
      }
    });
  }
  return found;
}

function parameterChange(evaluator: Evaluator, node: ts.ClassLikeDeclaration): Change | Refusal {
  const schema = fieldOf(node, "schema")?.initializer;
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

function contextChange(evaluator: Evaluator, node: ts.ClassLikeDeclaration): Change | Refusal {
  const field = fieldOf(node, "execute");
  if (field?.initializer) return handlerChange(evaluator, field.initializer, emptyEnv, true);
  const method = node.members
    .filter(ts.isMethodDeclaration)
    .find((each) => nameOf(each.name) === "execute");
  const last = node.members.at(-1);
  if (!method || !last) {
    return { reason: "the class inherits its execute; give it one of its own, or wrap the base's" };
  }
  const refusal = ownReading(method, []);
  if (refusal) return refusal;
  const { text } = node.getSourceFile();
  const line = lineBreakOf(text);
  const indent = indentOf(text, last.getStart());
  const inner = indent + (unitOf(text) || "  ");
  // A static block has the class at hand even where it has no name, and keeps `this` as it was.
  const block = `static {${line}${inner}this.prototype.execute = withAccountContext(this.prototype.execute);${line}${indent}}`;
  const edit = at(node, last.getEnd(), `${line}${line}${indent}${block}`);
  return change(node, "withAccountContext", [edit]);
}
