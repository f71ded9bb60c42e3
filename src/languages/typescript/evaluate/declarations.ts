/** What a name stands for: the value of its declaration, of its later assignments, of its import. */

import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { above, bare, hasModifier, isFunctionNode, nameOf } from "../source/nodes.js";
import { type Declared, lookup } from "../source/scope.js";
import { isSum, withFallback, withSummands } from "./composition.js";
import type { Evaluator } from "./evaluator.js";
import { enumMember, memberOf } from "./members.js";
import { imported } from "./modules.js";
import { withMutations } from "./mutations.js";
import { namespaceOf } from "./namespaces.js";
import { valueOfType } from "./types.js";
import { type Env, emptyEnv, unknown, type Values } from "./value.js";

/** The values of an identifier. */
export function declarationOf(evaluator: Evaluator, node: ts.Identifier, env: Env): Values {
  if (node.text === "undefined") return [];
  const declared = lookup(node, node.text, "value");
  if (declared) return declaredValue(evaluator, declared, env);
  return [
    unknown(node, `${node.text} is not declared here`, env, {
      external: { module: "", path: [node.text] },
    }),
  ];
}

/** The values of a declaration. What stands outside every function and loop is the same everywhere. */
export function declaredValue(evaluator: Evaluator, declared: Declared, at: Env): Values {
  const bound = at.bindings.get(declared);
  if (bound && !ts.isParameter(declared)) return bound();
  const env = above(declared, isBound) ? at : emptyEnv;
  if (ts.isVariableDeclaration(declared)) return variableOf(evaluator, declared, env);
  if (ts.isParameter(declared)) {
    const passed = bound?.() ?? parameterOf(evaluator, declared, env);
    return withWritten(evaluator, passed, declared, at);
  }
  if (ts.isBindingElement(declared)) return bindingOf(evaluator, declared, env);
  if (isFunctionNode(declared)) return [{ kind: "function", node: declared, env }];
  if (ts.isClassLike(declared)) return [{ kind: "class", node: declared, env }];
  if (ts.isEnumDeclaration(declared)) return [enumMember(declared, evaluator, env)];
  if (ts.isInterfaceDeclaration(declared) || ts.isTypeAliasDeclaration(declared)) return [];
  if (ts.isModuleDeclaration(declared)) return [namespaceOf(evaluator, declared, env)];
  return imported(evaluator, declared, env);
}

function isBound(node: ts.Node): node is ts.Node {
  return isFunctionNode(node) || ts.isForOfStatement(node) || ts.isClassLike(node);
}

function variableOf(evaluator: Evaluator, declared: ts.VariableDeclaration, env: Env): Values {
  const statement = declared.parent.parent;
  if (ts.isForOfStatement(statement)) {
    return evaluator.elementsOf(evaluator.evaluate(statement.expression, env), declared, env);
  }
  if (isUntypedGlobal(declared, statement)) return globalNamed(declared, env);
  const initial = declared.initializer ? evaluator.evaluate(declared.initializer, env) : [];
  const values = withWritten(evaluator, initial, declared, env);
  if (values.length > 0) return values;
  const typed = declared.type ? valueOfType(evaluator, declared.type, declared, env) : [];
  return isAmbient(statement) ? global(declared, typed, env) : typed;
}

function isAmbient(statement: ts.Node): boolean {
  return ts.isVariableStatement(statement) && hasModifier(statement, ts.SyntaxKind.DeclareKeyword);
}

/** `declare const Bun: …` says the type of what is there globally: it is that, unless the type says more. */
function global({ name }: ts.VariableDeclaration, typed: Values, env: Env): Values {
  const path = nameOf(name);
  const isKnown = typed.some((each) => each.kind !== "unknown" || each.external);
  if (isKnown || path === undefined) return typed;
  const reason = `${path} is not declared here`;
  return [unknown(name, reason, env, { external: { module: "", path: [path] } })];
}

function isUntypedGlobal({ type }: ts.VariableDeclaration, statement: ts.Node): boolean {
  const isUntyped = !type || type.kind === ts.SyntaxKind.AnyKeyword;
  return isUntyped && hasModifier(statement, ts.SyntaxKind.DeclareKeyword);
}

/** `declare const Bun: any`: what is there without being declared. */
function globalNamed(declared: ts.VariableDeclaration, env: Env): Values {
  const name = nameOf(declared.name) ?? "";
  const external = { module: "", path: [name] };
  return [unknown(declared, `${name} is not declared here`, env, { external })];
}

/** What a variable or parameter begins with, what is assigned to it later, and what is added to either. */
function withWritten(
  evaluator: Evaluator,
  initial: Values,
  declared: Assignable,
  env: Env,
): Values {
  const name = nameOf(declared.name);
  if (name === undefined) return initial;
  const assignments = isConstant(declared) ? [] : assignmentsTo(declared, name);
  const assigned = assignments
    .filter((each) => !isSum(each))
    .flatMap((each) => assignedBy(evaluator, each, declared, env));
  const summands = assignments.filter(isSum).map(({ right }) => right);
  const values = withSummands(evaluator, [...initial, ...assigned], declared, summands, env);
  return values.map((value) => withMutations(evaluator, value, declared, name, env));
}

type Assignable = ts.VariableDeclaration | ts.ParameterDeclaration;

function isConstant(declared: Assignable): boolean {
  return ts.isVariableDeclaration(declared) && (declared.parent.flags & ts.NodeFlags.Const) !== 0;
}

/** `name = …`, `name += …` and `({ name } = …)`. */
function assignmentsTo(declared: Assignable, name: string): ts.BinaryExpression[] {
  const assignments = indexOf(declared.getSourceFile()).assigned.get(name) ?? [];
  return assignments.filter(({ left }) => {
    const target = bare(left);
    return (
      ts.isObjectLiteralExpression(target) ||
      (ts.isIdentifier(target) && lookup(target, name, "value") === declared)
    );
  });
}

function assignedBy(
  evaluator: Evaluator,
  assignment: ts.BinaryExpression,
  declared: Assignable,
  env: Env,
): Values {
  return ts.isObjectLiteralExpression(bare(assignment.left))
    ? takenApart(evaluator, assignment, declared, env)
    : evaluator.evaluate(assignment.right, env);
}

/** `({ name: variable } = value)`. */
function takenApart(
  evaluator: Evaluator,
  { left, right }: ts.BinaryExpression,
  declared: Assignable,
  env: Env,
): Values {
  const pattern = bare(left) as ts.ObjectLiteralExpression;
  return pattern.properties.flatMap((property) => {
    const name = nameOf(property.name);
    const target = ts.isPropertyAssignment(property) ? bare(property.initializer) : property.name;
    const isOurs =
      target && ts.isIdentifier(target) && lookup(left, target.text, "value") === declared;
    return name && isOurs
      ? memberOf(evaluator, evaluator.evaluate(right, env), name, right, env)
      : [];
  });
}

/** A parameter that no environment binds: what its callers pass, else what its type says. */
function parameterOf(evaluator: Evaluator, declared: ts.ParameterDeclaration, env: Env): Values {
  const passed = evaluator.argumentsFor(declared);
  if (passed.length > 0) return passed;
  if (declared.initializer) return evaluator.evaluate(declared.initializer, env);
  if (declared.type) return valueOfType(evaluator, declared.type, declared, env);
  return [unknown(declared, "it is a parameter that nobody here passes", env)];
}

function bindingOf(evaluator: Evaluator, element: ts.BindingElement, env: Env): Values {
  const pattern = element.parent;
  const owner = pattern.parent;
  const owners = declaredValue(evaluator, owner, env);
  const found = ts.isArrayBindingPattern(pattern)
    ? memberOf(evaluator, owners, String(pattern.elements.indexOf(element)), element, env)
    : propertyOrRest(evaluator, owners, element, pattern, env);
  const fallback = element.initializer;
  if (!fallback) return found;
  return found.length === 0
    ? evaluator.evaluate(fallback, env)
    : withFallback(found, evaluator.later(fallback, env));
}

function propertyOrRest(
  evaluator: Evaluator,
  owners: Values,
  element: ts.BindingElement,
  pattern: ts.ObjectBindingPattern,
  env: Env,
): Values {
  if (!element.dotDotDotToken) {
    const name = nameOf(element.propertyName ?? element.name);
    return name ? memberOf(evaluator, owners, name, element, env) : [];
  }
  const taken = new Set(pattern.elements.map((each) => nameOf(each.propertyName ?? each.name)));
  return owners.map((value) => {
    if (value.kind !== "object") return value;
    const rest = [...value.properties].filter(([name]) => !taken.has(name));
    return {
      ...value,
      properties: new Map(rest.map(([name, make]) => [name, evaluator.lazy(make)])),
    };
  });
}
