/** Which names a file gives to what other names stand for: by words alone, and sooner too often than too seldom. */

import { nameOfFunction } from "../evaluate/sites.js";
import { isModuleCall } from "../project/module-names.js";
import { ts } from "../source/compiler.js";
import {
  bare,
  calledName,
  hasModifier,
  memberName,
  nameOf,
  receiverOf,
  walk,
} from "../source/nodes.js";
import type { Project } from "../source/parse.js";

/** Names that may stand for whatever one of the others stands for. */
export interface Flow {
  readonly to: readonly string[];
  readonly from: readonly string[];
}

/** Marks a name in a flow: what is given to a function of that name, what a module exports. */
export const given = (name: string): string => `(${name}`;
export const whole = (module: string): string => `*${module}`;

/** Everything that a file does with names. A loaded or imported package goes by `whole`. */
export function flowsIn(source: ts.SourceFile, project: Project): Flow[] {
  const flows: Flow[] = [];
  const moduleOf = (specifier: string): string =>
    project.resolveImport(source.fileName, specifier) ?? specifier;
  const add: Add = (to, ...from) => {
    const names = from.flatMap((each) => (each ? namesIn(each, moduleOf) : []));
    flows.push({ to: to.filter((each) => each !== undefined), from: names });
  };
  const own = whole(source.fileName);
  walk(source, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      flows.push(...portFlows(node, own, moduleOf));
    }
    moduleFlows(node, own, add);
    valueFlows(node, add);
    memberFlows(node, own, add);
    returnFlows(node, own, add);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) callFlows(node, add);
    if (ts.isFunctionLike(node)) flows.push(...parameterFlows(node));
  });
  return flows.filter(({ to, from }) => to.length > 0 && from.length > 0);
}

type Add = (to: readonly (string | undefined)[], ...from: (ts.Node | undefined)[]) => void;

/** What is exported other than by lists, and what is assigned. */
function moduleFlows(node: ts.Node, own: string, add: Add): void {
  if (ts.isImportEqualsDeclaration(node)) add([node.name.text], node.moduleReference);
  if (ts.isExportAssignment(node)) add([own], node.expression);
  if (ts.isBinaryExpression(node)) add(targets(node, own), node.right);
  if (ts.isVariableStatement(node) && hasModifier(node, ts.SyntaxKind.ExportKeyword)) {
    add([own], ...node.declarationList.declarations.map(({ initializer }) => initializer));
  }
}

/** To what is declared, from its first value and its type. */
function valueFlows(node: ts.Node, add: Add): void {
  if (ts.isVariableDeclaration(node)) {
    const loop = node.parent.parent;
    const list = ts.isForOfStatement(loop) ? loop.expression : undefined;
    add(boundNames(node.name), node.initializer, list, node.type);
  }
  if (ts.isParameter(node)) add(boundNames(node.name), node.initializer, node.type);
  if (ts.isBindingElement(node)) add(boundNames(node.name), node.initializer);
}

/** To a function, from what it returns. */
function returnFlows(node: ts.Node, own: string, add: Add): void {
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) add([nameOfFunction(node)], node.body);
  if (ts.isReturnStatement(node) || ts.isYieldExpression(node)) {
    const fn = ts.findAncestor(node, ts.isFunctionLike);
    const name = fn && (ts.isAccessor(fn) ? nameOf(fn.name) : nameOfFunction(fn));
    const isDefault = fn !== undefined && hasModifier(fn, ts.SyntaxKind.DefaultKeyword);
    add([name, isDefault ? own : undefined], node.expression);
  }
}

/** To a property or a class, from what it is made of. */
function memberFlows(node: ts.Node, own: string, add: Add): void {
  if (ts.isPropertyAssignment(node)) add([nameOf(node.name)], node.initializer);
  if (ts.isPropertyDeclaration(node)) {
    const isStatic = hasModifier(node, ts.SyntaxKind.StaticKeyword);
    const holder = isStatic && ts.isClassLike(node.parent) ? node.parent.name?.text : undefined;
    add([nameOf(node.name), holder], node.initializer, node.type);
  }
  if (ts.isClassLike(node)) {
    const isDefault = hasModifier(node, ts.SyntaxKind.DefaultKeyword);
    add([node.name?.text, isDefault ? own : undefined], ...(node.heritageClauses ?? []));
  }
}

/** To the parameters of a function, from what is given to one of its name. */
function parameterFlows(node: ts.SignatureDeclaration): Flow[] {
  const name = nameOfFunction(ts.isConstructorDeclaration(node) ? node.parent : node);
  const to = node.parameters.flatMap((each) => boundNames(each.name));
  return name ? [{ to, from: [given(name)] }] : [];
}

/** To a function's parameters, to what a method is called on, and from that to a callback's parameters. */
function callFlows(node: ts.CallExpression | ts.NewExpression, add: Add): void {
  const passed = [...(node.arguments ?? [])];
  const name = calledName(node);
  const receiver = ts.isCallExpression(node) ? receiverOf(node) : undefined;
  const last = receiver && bare(receiver);
  const holder = last && (ts.isIdentifier(last) ? last.text : memberName(last));
  const target = name === "assign" && passed[0] ? bare(passed[0]) : undefined;
  const assigned = target && (ts.isIdentifier(target) ? target.text : memberName(target));
  add([name && given(name), holder, assigned], ...passed);
  const callbacks = passed.map(bare).filter((each) => ts.isFunctionLike(each));
  const bound = callbacks.flatMap((each) => each.parameters.flatMap((p) => boundNames(p.name)));
  if (receiver) add(bound, receiver);
}

function portFlows(
  node: ts.ImportDeclaration | ts.ExportDeclaration,
  own: string,
  moduleOf: (specifier: string) => string,
): Flow[] {
  const specifier = node.moduleSpecifier;
  const from = specifier && ts.isStringLiteral(specifier) ? whole(moduleOf(specifier.text)) : "";
  const clause = ts.isImportDeclaration(node)
    ? node.importClause?.namedBindings
    : node.exportClause;
  const flows: Flow[] = [];
  if (ts.isImportDeclaration(node) && node.importClause?.name) {
    flows.push({ to: [node.importClause.name.text], from: [from] });
  }
  if (!clause) return ts.isExportDeclaration(node) ? [{ to: [own], from: [from] }] : flows;
  if (ts.isNamespaceImport(clause) || ts.isNamespaceExport(clause)) {
    return [...flows, { to: [clause.name.text], from: [from] }];
  }
  const named = clause.elements.map(({ name, propertyName }) => ({
    to: ts.isExportDeclaration(node) ? [name.text, own] : [name.text],
    from: [(propertyName ?? name).text, from],
  }));
  return [...flows, ...named];
}

function targets(
  { left, operatorToken }: ts.BinaryExpression,
  own: string,
): (string | undefined)[] {
  const { kind } = operatorToken;
  if (kind < ts.SyntaxKind.FirstAssignment || kind > ts.SyntaxKind.LastAssignment) return [];
  const names: (string | undefined)[] = [];
  walk(left, (node) => {
    if (ts.isMemberName(node)) names.push(node.text);
  });
  return names.includes("exports") ? [...names, own] : names;
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((each) =>
    ts.isOmittedExpression(each) ? [] : boundNames(each.name),
  );
}

function returnedIn(body: ts.Block): ts.Expression[] {
  const found: ts.Expression[] = [];
  walk(body, (node) => {
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    return !ts.isFunctionLike(node);
  });
  return found;
}

/** The names that an expression's value may come from: not those that only functions in it use. */
function namesIn(root: ts.Node, moduleOf: (specifier: string) => string): string[] {
  const names: string[] = [];
  const collect = (nodes: readonly ts.Node[]): false => {
    for (const each of nodes) names.push(...namesIn(each, moduleOf));
    return false;
  };
  walk(root, (node) => {
    if (ts.isBlock(node)) return collect(returnedIn(node));
    // What is made of a class does not stand for it.
    if (ts.isNewExpression(node)) return collect(node.arguments ?? []);
    const module = moduleNamed(node);
    if (module !== undefined) names.push(whole(module && moduleOf(module)));
    if (ts.isMemberName(node) || ts.isStringLiteralLike(node)) names.push(node.text);
    return true;
  });
  return names;
}

/** The module that a node loads or takes its type from; "" where it is computed. */
function moduleNamed(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node) && isModuleCall(node)) {
    const [specifier] = node.arguments;
    return specifier && ts.isStringLiteralLike(specifier) ? specifier.text : "";
  }
  if (ts.isExternalModuleReference(node)) {
    return ts.isStringLiteral(node.expression) ? node.expression.text : "";
  }
  return ts.isStringLiteral(node) && ts.isLiteralTypeNode(node.parent) ? node.text : undefined;
}
