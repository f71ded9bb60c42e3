/** What files export, ES and CommonJS, followed through re-exports to where it is declared. */

import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { bare, hasModifier, literalText, nameOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import type { Evaluator } from "./evaluator.js";
import { fromModule } from "./modules.js";
import { emptyEnv, type Thunk, unknown, type Values } from "./value.js";

/** The values of what a file exports under a name. */
export function exportNamed(
  evaluator: Evaluator,
  file: string,
  name: string,
  node: ts.Node,
  seen: Set<string> = new Set(),
): Values {
  const key = `${file}\0${name}`;
  const source = evaluator.project.source(file);
  if (seen.has(key)) return [];
  if (!source) return [unknown(node, "the file it comes from can't be read", emptyEnv)];
  seen.add(key);
  const direct = exportsIn(evaluator, source).get(name);
  if (direct) return direct();
  const packages: Values[] = [];
  for (const statement of starExports(source)) {
    const specifier = literalText(statement.moduleSpecifier) ?? "";
    const from = evaluator.project.resolveImport(file, specifier);
    const found = from ? exportNamed(evaluator, from, name, node, seen) : [];
    if (found.length > 0) return found;
    if (!from && !specifier.startsWith(".")) {
      packages.push(fromModule(evaluator, statement, specifier, name, emptyEnv));
    }
  }
  return name === "default" ? [] : packages.flat();
}

/** `export * from "…"`. */
function starExports(source: ts.SourceFile): ts.ExportDeclaration[] {
  return source.statements
    .filter(ts.isExportDeclaration)
    .filter(({ exportClause }) => exportClause === undefined);
}

const caches = new WeakMap<Evaluator, WeakMap<ts.SourceFile, Map<string, Thunk>>>();

/** What a file itself exports, `export *` left aside. */
export function exportsIn(evaluator: Evaluator, source: ts.SourceFile): Map<string, Thunk> {
  const cache = caches.get(evaluator) ?? new WeakMap<ts.SourceFile, Map<string, Thunk>>();
  caches.set(evaluator, cache);
  const known = cache.get(source);
  if (known) return known;
  const exported = new Map<string, Thunk>();
  cache.set(source, exported);
  for (const statement of source.statements) collect(evaluator, statement, exported);
  collectCommonJs(evaluator, source, exported);
  return exported;
}

/** What some statements export by names of their own, as those of a namespace do. */
export function declaredExports(
  evaluator: Evaluator,
  statements: readonly ts.Statement[],
): Map<string, Thunk> {
  const exported = new Map<string, Thunk>();
  for (const each of statements) if (isExported(each)) collectDeclared(evaluator, each, exported);
  return exported;
}

function collect(evaluator: Evaluator, statement: ts.Statement, into: Map<string, Thunk>): void {
  if (ts.isExportAssignment(statement)) {
    into.set("default", evaluator.later(statement.expression, emptyEnv));
  } else if (ts.isExportDeclaration(statement)) {
    collectClause(evaluator, statement, into);
  } else if (isExported(statement)) {
    collectDeclared(evaluator, statement, into);
  }
}

function collectClause(
  evaluator: Evaluator,
  statement: ts.ExportDeclaration,
  into: Map<string, Thunk>,
): void {
  const { exportClause: clause, moduleSpecifier } = statement;
  const specifier = literalText(moduleSpecifier);
  if (!clause) return;
  if (ts.isNamespaceExport(clause)) {
    if (specifier === undefined) return;
    into.set(clause.name.text, () => fromModule(evaluator, statement, specifier, "*", emptyEnv));
    return;
  }
  for (const element of clause.elements) {
    const original = element.propertyName ?? element.name;
    into.set(
      element.name.text,
      evaluator.lazy(() => {
        if (specifier !== undefined) {
          return fromModule(evaluator, statement, specifier, original.text, emptyEnv);
        }
        const declared = lookup(statement, original.text, "value");
        return declared ? evaluator.valueOf(declared, emptyEnv) : [];
      }),
    );
  }
}

function isExported(statement: ts.Statement): boolean {
  return hasModifier(statement, ts.SyntaxKind.ExportKeyword);
}

function collectDeclared(
  evaluator: Evaluator,
  statement: ts.Statement,
  into: Map<string, Thunk>,
): void {
  if (ts.isVariableStatement(statement)) {
    for (const variable of statement.declarationList.declarations) {
      for (const [name, declared] of namesOf(variable)) {
        into.set(
          name,
          evaluator.lazy(() => evaluator.valueOf(declared, emptyEnv)),
        );
      }
    }
  } else if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  ) {
    const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
    const name = isDefault ? "default" : statement.name?.text;
    if (name) into.set(name, () => evaluator.valueOf(statement, emptyEnv));
  }
}

function namesOf(
  declared: ts.VariableDeclaration | ts.BindingElement,
): (readonly [string, ts.VariableDeclaration | ts.BindingElement])[] {
  if (ts.isIdentifier(declared.name)) return [[declared.name.text, declared]];
  return declared.name.elements.flatMap((each) =>
    ts.isOmittedExpression(each) ? [] : namesOf(each),
  );
}

/** `module.exports = …`, `exports.name = …`, `module.exports.name = …`. */
function collectCommonJs(
  evaluator: Evaluator,
  source: ts.SourceFile,
  into: Map<string, Thunk>,
): void {
  if (!source.text.includes("exports")) return;
  for (const [name, assignments] of indexOf(source).assigned) {
    for (const { left, right } of assignments) {
      const target = bare(left).getText(source);
      if (target === "module.exports") {
        const whole = evaluator.later(right, emptyEnv);
        into.set("default", whole);
        for (const member of literalKeys(right)) {
          into.set(member, () => evaluator.member(whole(), member, right, emptyEnv));
        }
      } else if (target === `exports.${name}` || target === `module.exports.${name}`) {
        into.set(name, evaluator.later(right, emptyEnv));
      }
    }
  }
}

function literalKeys(node: ts.Expression): string[] {
  const inner = bare(node);
  if (!ts.isObjectLiteralExpression(inner)) return [];
  return inner.properties.map((each) => nameOf(each.name)).filter((name) => name !== undefined);
}

/** Everything that a file exports by name, `export *` included. */
export function exportsOf(
  evaluator: Evaluator,
  file: string,
  seen: Set<string> = new Set(),
): Map<string, Thunk> {
  const source = evaluator.project.source(file);
  const all = new Map<string, Thunk>();
  if (!source || seen.has(file)) return all;
  seen.add(file);
  for (const { moduleSpecifier } of starExports(source)) {
    const from = evaluator.project.resolveImport(file, literalText(moduleSpecifier) ?? "");
    if (from) for (const [name, thunk] of exportsOf(evaluator, from, seen)) all.set(name, thunk);
  }
  for (const [name, thunk] of exportsIn(evaluator, source)) all.set(name, thunk);
  return all;
}
