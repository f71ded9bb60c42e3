/** Members of classes and their instances: fields, what constructors assign, getters, methods, inheritance. */

import { ts } from "../source/compiler.js";
import { extended } from "../source/file-index.js";
import { hasModifier, nameOf, walk } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import { isOfClass, isOfInstance, isStatic, withAssigned } from "./fields.js";
import { withMutations } from "./mutations.js";
import { valueOfType } from "./types.js";
import { type Class, type Env, emptyEnv, type Instance, unknown, type Values } from "./value.js";

/** The values of `instance.name`, looked for in the class and then in those it extends. */
export function instanceMember(
  evaluator: Evaluator,
  instance: Instance,
  name: string,
  node: ts.Node,
): Values {
  const own = ownMember(evaluator, instance, name);
  if (own)
    return own.map((value) =>
      withMutations(evaluator, value, instance.of.node, name, instance.env),
    );
  const base = baseOf(evaluator, instance);
  if (base?.kind === "instance") {
    const inherited = instanceMember(evaluator, base, name, node);
    return inherited.map((value) =>
      value.kind === "function" ? { ...value, self: instance } : value,
    );
  }
  if (base?.external) {
    const external = { module: base.external.module, path: [...base.external.path, name] };
    return [unknown(node, base.reason, emptyEnv, { external })];
  }
  return base ? [unknown(node, base.reason, emptyEnv)] : [];
}

/** The values of a static member, looked for in the class and then in those it extends. */
export function staticMember(evaluator: Evaluator, of: Class, name: string, node: ts.Node): Values {
  const member = of.node.members.find(
    (each) => nameOf(each.name as ts.PropertyName | undefined) === name && isStatic(each),
  );
  const env = evaluator.withSelf(of.env, of);
  if (member && ts.isGetAccessor(member)) return evaluator.returnsOf(member, env);
  if (member && ts.isMethodDeclaration(member)) {
    return [{ kind: "function", node: member, env, self: of }];
  }
  const field = member && ts.isPropertyDeclaration(member) ? member : undefined;
  const initial = field?.initializer ? evaluator.evaluate(field.initializer, env) : [];
  const values = withAssigned(evaluator, initial, { of: of.node, name, isOurs: isOfClass }, env);
  if (values.length > 0) {
    return values.map((value) => withMutations(evaluator, value, of.node, name, env));
  }
  if (field?.type) return valueOfType(evaluator, field.type, field, env);
  const base = extended(of.node);
  if (field || !base) return [];
  return evaluator.member(evaluator.evaluate(base, of.env), name, node, of.env);
}

/** The instance that `new` makes of a class, its constructor's parameters bound. */
export function instantiate(
  evaluator: Evaluator,
  of: Class,
  node: ts.Node,
  bind: (target: ts.ConstructorDeclaration) => Iterable<readonly [ts.Node, () => Values]>,
): Instance {
  const maker = constructorOf(of.node);
  const env = maker ? evaluator.enter(of.env, maker, bind(maker)) : of.env;
  return { kind: "instance", node, of, env };
}

export function constructorOf(
  node: ts.ClassLikeDeclaration,
): ts.ConstructorDeclaration | undefined {
  return node.members.find(
    (member): member is ts.ConstructorDeclaration =>
      ts.isConstructorDeclaration(member) && member.body !== undefined,
  );
}

/** The same object seen as an instance of the class it extends; an unknown for an installed base. */
export function baseOf(
  evaluator: Evaluator,
  instance: Instance,
): Instance | Extract<Values[number], { kind: "unknown" }> | undefined {
  const expression = extended(instance.of.node);
  if (!expression) return undefined;
  const [base] = evaluator.evaluate(expression, instance.of.env);
  if (base?.kind !== "class") {
    return base?.kind === "unknown"
      ? withNew(base)
      : unknown(expression, "the class it extends can't be followed", emptyEnv);
  }
  const maker = constructorOf(instance.of.node);
  const call = maker && superCall(maker);
  const env = evaluator.withSelf(instance.env, instance);
  const passed = call ? evaluator.spread(call.arguments, env) : undefined;
  const made = instantiate(evaluator, base, instance.node, (target) =>
    passed ? evaluator.bindParameters(target, passed, env) : [],
  );
  // A class without a constructor hands its arguments on as they came.
  return maker ? made : { ...made, env: handedOn(evaluator, instance, base) ?? made.env };
}

function handedOn(evaluator: Evaluator, instance: Instance, base: Class): Env | undefined {
  const target = constructorOf(base.node);
  if (!target || !ts.isNewExpression(instance.node)) return undefined;
  const passed = evaluator.spread(instance.node.arguments ?? [], instance.env);
  return evaluator.enter(base.env, target, evaluator.bindParameters(target, passed, instance.env));
}

function withNew(base: Extract<Values[number], { kind: "unknown" }>) {
  if (!base.external) return base;
  const { module, path } = base.external;
  return { ...base, external: { module, path: [...path, "new()"] } };
}

function superCall(maker: ts.ConstructorDeclaration): ts.CallExpression | undefined {
  let found: ts.CallExpression | undefined;
  walk(maker, (node) => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) {
      found = node;
    }
    return !found;
  });
  return found;
}

/** A member that the class itself declares, or undefined where it declares none. */
function ownMember(evaluator: Evaluator, instance: Instance, name: string): Values | undefined {
  const env = evaluator.withSelf(instance.env, instance);
  const node = instance.of.node;
  const member = node.members.find(
    (each) => nameOf(each.name as ts.PropertyName | undefined) === name && !isStatic(each),
  );
  if (member && ts.isMethodDeclaration(member)) {
    return member.body ? [{ kind: "function", node: member, env, self: instance }] : undefined;
  }
  if (member && ts.isGetAccessor(member)) return evaluator.returnsOf(member, env);
  const parameter = constructorOf(node)?.parameters.find(
    (each) => nameOf(each.name) === name && ts.isParameterPropertyDeclaration(each, each.parent),
  );
  if (parameter) {
    const bound = env.bindings.get(parameter);
    return bound ? bound() : evaluator.valueOf(parameter, env);
  }
  const field = member && ts.isPropertyDeclaration(member) ? member : undefined;
  const initial = field?.initializer ? evaluator.evaluate(field.initializer, env) : [];
  const values = withAssigned(evaluator, initial, { of: node, name, isOurs: isOfInstance }, env);
  if (values.length > 0) return values;
  if (!field) return undefined;
  if (isAbstract(field)) return undefined;
  return field.type ? valueOfType(evaluator, field.type, field, env) : [];
}

function isAbstract(member: ts.ClassElement): boolean {
  return hasModifier(member, ts.SyntaxKind.AbstractKeyword);
}
