/** What is inserted, and how it is recognised again however it was imported. */

import type { Edit, ImportNeed } from "../../../types.js";
import { importedName } from "../evaluate/modules.js";
import type { Value, Values } from "../evaluate/value.js";
import { ts } from "../source/compiler.js";
import { bare, nameOf, propertyOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";

export const parameterName = "target_account_id";
export const zodProperty = `${parameterName}: targetAccountId`;
export const jsonProperty = `${parameterName}: targetAccountIdJsonSchema`;

/** How one half of a tool is made right: insertions and the names that they use. */
export interface Change {
  readonly edits: readonly Edit[];
  readonly imports: readonly ImportNeed[];
}

/** Why one half of a tool can't be made right by insertions, and the remedy. */
export interface Refusal {
  readonly reason: string;
}

export function isRefusal(change: Change | Refusal): change is Refusal {
  return "reason" in change;
}

/** Several changes as one; where any is refused, a refusal with every reason. */
export function together(...changes: readonly (Change | Refusal)[]): Change | Refusal {
  const reasons = new Set(changes.filter(isRefusal).map(({ reason }) => reason));
  if (reasons.size > 0) return { reason: [...reasons].join("; ") };
  const all = changes as readonly Change[];
  return {
    edits: all.flatMap(({ edits }) => edits),
    imports: all.flatMap(({ imports }) => imports),
  };
}

/** The wrappers that bring the parameter, and those that bring the context. */
export const parameterWrappers = new Set([
  "withTargetAccountId",
  "withAccountConfig",
  "withAccountTool",
  "withAccountList",
  "withAccountRegistration",
]);
export const contextWrappers = new Set([
  "withAccountContext",
  "withAccountContextOnly",
  "withAccountTool",
  "withAccountCall",
  "withAccountLoads",
  "withAccountRegistration",
  "accountContext",
]);

/** A change that needs one name of the services folder's index. */
export function change(node: ts.Node, name: string, edits: readonly Edit[]): Change {
  const file = node.getSourceFile().fileName;
  return { edits, imports: [{ file, module: "", names: [name] }] };
}

/** The original name of a callee or decorator, its import followed: alias, namespace, require. */
export function serviceName(expression: ts.Expression): string | undefined {
  const callee = bare(expression);
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (!ts.isIdentifier(callee)) return undefined;
  const declared = lookup(callee, callee.text, "value");
  if (declared && ts.isImportSpecifier(declared)) return importedName(declared)?.name;
  if (declared && ts.isBindingElement(declared)) {
    return nameOf(declared.propertyName ?? declared.name);
  }
  return callee.text;
}

/** Whether an expression is a call of one of these. */
export function isCallOf(expression: ts.Expression, names: ReadonlySet<string>): boolean {
  const call = bare(expression);
  return ts.isCallExpression(call) && names.has(serviceName(call.expression) ?? "");
}

/** Whether values went through one of these wrappers. Not so for no values at all. */
export function wentThrough(values: Values, names: ReadonlySet<string>): boolean {
  return values.length > 0 && values.every((value) => value.through?.some((n) => names.has(n)));
}

/** Whether a schema has the parameter already, wherever it was added. */
export function hasParameter(expression: ts.Expression, values: Values): boolean {
  if (hasParameterWritten(expression)) return true;
  return values.length > 0 && values.every(valueHasParameter);
}

/** The same for a schema that is known by its values alone, which may come from a package. */
export function schemaHas(schemas: Values): boolean {
  const [schema] = schemas;
  if (schema && ts.isExpression(schema.node)) return hasParameter(schema.node, schemas);
  return schemas.length > 0 && schemas.every(valueHasParameter);
}

function valueHasParameter(value: Value): boolean {
  if (value.through?.some((name) => parameterWrappers.has(name))) return true;
  if (value.kind === "object") {
    if (value.properties.has(parameterName)) return true;
    const inner = value.properties.get("properties")?.() ?? [];
    return inner.some((each) => each.kind === "object" && each.properties.has(parameterName));
  }
  return value.kind === "unknown" && ts.isExpression(value.node)
    ? hasParameterWritten(value.node)
    : false;
}

/** The same by syntax alone: in the literal, in `z.object(…)`, in `.extend(…)` anywhere in the chain. */
function hasParameterWritten(expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isObjectLiteralExpression(node)) {
    if (propertyOf(node, parameterName)) return true;
    const properties = propertyOf(node, "properties");
    return (
      properties !== undefined &&
      ts.isPropertyAssignment(properties) &&
      hasParameterWritten(properties.initializer)
    );
  }
  if (!ts.isCallExpression(node)) return false;
  if (isCallOf(node, parameterWrappers)) return true;
  const receiver = bare(node.expression);
  const before = ts.isPropertyAccessExpression(receiver) ? receiver.expression : undefined;
  return (
    node.arguments.some((argument) => hasParameterWritten(argument)) ||
    (before !== undefined && hasParameterWritten(before))
  );
}
