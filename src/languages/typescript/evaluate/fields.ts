/** What is assigned to the fields of classes and of their instances. */

import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { above, bare, hasModifier, memberName } from "../source/nodes.js";
import { isSum, withSummands } from "./composition.js";
import type { Evaluator } from "./evaluator.js";
import { type Env, emptyEnv, type Values } from "./value.js";

interface Field {
  readonly of: ts.ClassLikeDeclaration;
  readonly name: string;
  /** Whether an expression stands for what has the field: an instance of the class, or the class itself. */
  readonly isOurs: typeof isOfInstance;
}

/** What a field begins with, what its class's file assigns to it, and what is added to either. */
export function withAssigned(
  evaluator: Evaluator,
  initial: Values,
  field: Field,
  env: Env,
): Values {
  const found = assignmentsTo(evaluator, field);
  const assigned = found
    .filter(({ assignment }) => !isSum(assignment))
    .flatMap(({ holder, assignment: { right } }) =>
      holder.kind === ts.SyntaxKind.ThisKeyword
        ? evaluator.evaluate(right, env)
        : assignedFrom(evaluator, right),
    );
  const summands = found.map(({ assignment }) => assignment).filter(isSum);
  const texts = summands.map(({ right }) => right);
  return withSummands(evaluator, [...initial, ...assigned], field.of, texts, env);
}

/** The assignments to a field, each with the expression in front of its name. */
function assignmentsTo(evaluator: Evaluator, { of, name, isOurs }: Field) {
  const assignments = indexOf(of.getSourceFile()).assigned.get(name) ?? [];
  return assignments.flatMap((assignment) => {
    const target = bare(assignment.left);
    const isMember = ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
    if (!isMember || memberName(target) !== name) return [];
    const holder = bare(target.expression);
    return isOurs(evaluator, holder, of) ? [{ assignment, holder }] : [];
  });
}

/** What is assigned from outside of a class: whatever reaches that place. */
function assignedFrom(evaluator: Evaluator, right: ts.Expression): Values {
  return evaluator
    .environmentsOf(right, emptyEnv, [right])
    .flatMap((env) => evaluator.evaluate(right, env));
}

export function isOfInstance(
  evaluator: Evaluator,
  holder: ts.Expression,
  node: ts.ClassLikeDeclaration,
): boolean {
  if (holder.kind === ts.SyntaxKind.ThisKeyword) return above(holder, ts.isClassLike) === node;
  return evaluator
    .evaluate(holder)
    .some((value) => value.kind === "instance" && value.of.node === node);
}

export function isOfClass(
  evaluator: Evaluator,
  holder: ts.Expression,
  node: ts.ClassLikeDeclaration,
): boolean {
  if (holder.kind === ts.SyntaxKind.ThisKeyword) {
    const inside = above(holder, ts.isClassElement);
    return (
      inside?.parent === node && (isStatic(inside) || ts.isClassStaticBlockDeclaration(inside))
    );
  }
  return evaluator.evaluate(holder).some((value) => value.kind === "class" && value.node === node);
}

export function isStatic(member: ts.ClassElement): boolean {
  return hasModifier(member, ts.SyntaxKind.StaticKeyword);
}
