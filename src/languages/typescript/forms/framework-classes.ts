/** Classes that extend one of a library's: which they are, and how a method of theirs is wrapped. */

import { baseOf } from "../evaluate/classes.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { emptyEnv, type Instance } from "../evaluate/value.js";
import { type Change, change, type Refusal, serviceName } from "../migrate/service-names.js";
import { handlerChange, isWrapped, ownReading } from "../migrate/wrapper.js";
import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { at, indentOf, lineBreakOf, unitOf } from "../source/insert.js";
import { nameOf, walk } from "../source/nodes.js";
import type { Line } from "./library.js";
import { mayHave } from "./library-queries.js";
import { basePattern } from "./prefilter.js";

/** A class, and the line whose base class it extends. */
export interface Extending {
  readonly node: ts.ClassLikeDeclaration;
  readonly line: Line;
}

/**
 * The classes of a server that extend the base class of one of these lines: where any file names one, all
 * that extend something are asked, since a class may extend one of the server's own, which alone names it.
 */
export function classesExtending(evaluator: Evaluator, lines: readonly Line[]): Extending[] {
  if (evaluator.project.filesWith(basePattern(lines)).length === 0) return [];
  const classes = evaluator.project
    .sourcesWith(/\bextends\b/)
    .flatMap((source) => [...indexOf(source).extending.values()].flat());
  return classes.flatMap((node) =>
    lines
      .filter((line) => extendsBase(evaluator, instanceOf(node), line))
      .map((line) => ({ node, line })),
  );
}

/** Some instance of a class. */
export function instanceOf(node: ts.ClassLikeDeclaration): Instance {
  return { kind: "instance", node, of: { kind: "class", node, env: emptyEnv }, env: emptyEnv };
}

/** Whether a class extends the base class of a line, directly or through others. */
function extendsBase(evaluator: Evaluator, instance: Instance, line: Line): boolean {
  const base = baseOf(evaluator, instance);
  if (base?.kind === "instance") return extendsBase(evaluator, base, line);
  return base?.external?.path[0] === line.word && mayHave(base.external.module, line);
}

/** The field of that name that a class declares itself. */
export function fieldOf(
  node: ts.ClassLikeDeclaration,
  name: string,
): ts.PropertyDeclaration | undefined {
  return node.members.filter(ts.isPropertyDeclaration).find((each) => nameOf(each.name) === name);
}

/** The method of that name that a class declares itself, with its body. */
export function methodOf(
  node: ts.ClassLikeDeclaration,
  name: string,
): ts.MethodDeclaration | undefined {
  return node.members
    .filter(ts.isMethodDeclaration)
    .find((each) => each.body && nameOf(each.name) === name);
}

/** The wrapper in a static block, as a decorator, or round a field's value. */
export function hasContext(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  name: string,
): boolean {
  const field = fieldOf(node, name);
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

/** How the method or field of that name is wrapped. */
export function contextChange(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  name: string,
): Change | Refusal {
  const field = fieldOf(node, name);
  if (field?.initializer) return handlerChange(evaluator, field.initializer, emptyEnv, true);
  const method = methodOf(node, name);
  const last = node.members.at(-1);
  if (!method || !last) {
    return { reason: `the class inherits its ${name}; give it one of its own, or wrap the base's` };
  }
  const refusal = ownReading(method, []);
  if (refusal) return refusal;
  const { text } = node.getSourceFile();
  const line = lineBreakOf(text);
  const indent = indentOf(text, last.getStart());
  const inner = indent + (unitOf(text) || "  ");
  // A static block has the class at hand even where it has no name, and keeps `this` as it was.
  const block = `static {${line}${inner}this.prototype.${name} = withAccountContext(this.prototype.${name});${line}${indent}}`;
  const edit = at(node, last.getEnd(), `${line}${line}${indent}${block}`);
  return change(node, "withAccountContext", [edit]);
}
