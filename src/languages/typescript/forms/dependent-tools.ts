/** Tools that other packages of the workspace register through a helper of this one. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { nameOfFunction } from "../evaluate/sites.js";
import { emptyEnv } from "../evaluate/value.js";
import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import {
  above,
  bare,
  isFunctionNode,
  literalText,
  propertyOf,
  wordsPattern,
} from "../source/nodes.js";
import { type Project, placeOf } from "../source/parse.js";
import { lookup } from "../source/scope.js";
import { type FoundTool, type Halves, toolsNamed, unnamed } from "./registration.js";

type Named = Pick<FoundTool, "name" | "place" | "node" | "note">;

/** The tools that flow into a registration, out of the server's own code and out of other packages. */
export function toolsFromAnywhere(
  evaluator: Evaluator,
  at: ts.Node,
  name: ts.Expression,
  halves: Halves,
): { readonly tools: FoundTool[]; readonly hasOthers: boolean } {
  const own = toolsNamed(evaluator, at, name, halves);
  const others = dependentTools(evaluator, name).map((tool) => ({ ...tool, ...halves(emptyEnv) }));
  if (others.length === 0) return { tools: own, hasOthers: false };
  return { tools: [...own.filter(({ note }) => !note), ...others], hasOthers: true };
}

/**
 * The tools whose names other packages pass, as literals, to the functions that `name` is a parameter
 * of. Told by the functions' names alone: following values through every package takes too long.
 */
function dependentTools(evaluator: Evaluator, name: ts.Expression): Named[] {
  const { project } = evaluator;
  const helpers = new Map<string, number>();
  collectHelpers(project, name, helpers);
  if (helpers.size === 0) return [];
  return filesUsing(project, project.usersWith(wordsPattern([...helpers.keys()]))).flatMap(
    (source) =>
      callsOf(source, helpers)
        .filter(({ passed }) => !isPassedOn(passed, helpers))
        .map(({ passed }) => toolNamed(evaluator, passed)),
  );
}

/** The functions that hand a tool's name on to the registration, and at which place they take it. */
function collectHelpers(project: Project, name: ts.Expression, helpers: Map<string, number>): void {
  const node = bare(name);
  const declared = ts.isIdentifier(node) ? lookup(node, node.text, "value") : undefined;
  if (!declared || !ts.isParameter(declared) || !isFunctionNode(declared.parent)) return;
  const fn = declared.parent;
  const known = ts.isConstructorDeclaration(fn) ? undefined : nameOfFunction(fn);
  if (known === undefined || known === "default" || helpers.has(known)) return;
  const at = fn.parameters.indexOf(declared);
  helpers.set(known, at);
  for (const source of project.sourcesWith(wordsPattern([known]))) {
    for (const { passed } of callsOf(source, new Map([[known, at]]))) {
      collectHelpers(project, passed, helpers);
    }
  }
}

/** Those that import something of the workspace: a method of the same name may be anything's. */
function filesUsing(project: Project, paths: readonly string[]): ts.SourceFile[] {
  return paths.flatMap((path) => {
    const source = project.source(path);
    const imports = source?.statements.filter(ts.isImportDeclaration);
    const uses = imports?.some(({ moduleSpecifier }) => {
      const specifier = literalText(moduleSpecifier) ?? "";
      return !specifier.startsWith(".") && project.resolveImport(path, specifier) !== undefined;
    });
    return source && uses ? [source] : [];
  });
}

function callsOf(
  source: ts.SourceFile,
  helpers: ReadonlyMap<string, number>,
): { readonly passed: ts.Expression }[] {
  return [...helpers].flatMap(([name, at]) =>
    (indexOf(source).calls.get(name) ?? []).filter(ts.isCallExpression).flatMap((call) => {
      const passed = call.arguments[at];
      return passed ? [{ passed }] : [];
    }),
  );
}

/** Whether a name is only handed on, by a function of the same name: its callers are seen as well. */
function isPassedOn(passed: ts.Expression, helpers: ReadonlyMap<string, number>): boolean {
  const node = bare(passed);
  const declared = ts.isIdentifier(node) ? lookup(node, node.text, "value") : undefined;
  const fn = declared && above(declared, isFunctionNode);
  if (!fn || ts.isVariableDeclaration(declared) || ts.isConstructorDeclaration(fn)) return false;
  return helpers.has(nameOfFunction(fn) ?? "");
}

function toolNamed(evaluator: Evaluator, passed: ts.Expression): Named {
  const node = nameWithin(bare(passed));
  const values = isConstant(node) ? evaluator.evaluate(node) : [];
  const [value] = values;
  if (values.length === 1 && value?.kind === "text") {
    return { name: value.text, place: placeOf(node), node };
  }
  return unnamed(passed, "its name is made at run time");
}

/** The name in a definition that is passed as one object. */
function nameWithin(node: ts.Expression): ts.Expression {
  const property = ts.isObjectLiteralExpression(node) ? propertyOf(node, "name") : undefined;
  return property && ts.isPropertyAssignment(property) ? property.initializer : node;
}

/** A literal, or a member of a table of constants: no parameter, whose callers would have to be found. */
function isConstant(node: ts.Expression): boolean {
  if (literalText(node) !== undefined) return true;
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const declared = lookup(node.expression, node.expression.text, "value");
  return declared !== undefined && !above(declared, isFunctionNode);
}
