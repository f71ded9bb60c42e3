/** One walk over a file: its calls, assignments and references by name, for questions asked backwards. */

import { linesOf, wordsOf } from "../forms/library-queries.js";
import { ts } from "./compiler.js";
import { bare, calledName, memberName, nameOf, receiverOf, walk } from "./nodes.js";

export interface FileIndex {
  /** Calls and `new` by the last name of the callee. */
  readonly calls: ReadonlyMap<string, readonly (ts.CallExpression | ts.NewExpression)[]>;
  /** `name = …` and `a.name = …` by name. */
  readonly assigned: ReadonlyMap<string, readonly ts.BinaryExpression[]>;
  /** `name.a = …` by the name before the dot. */
  readonly filled: ReadonlyMap<string, readonly ts.BinaryExpression[]>;
  /** Names handed on as a value: arguments, array elements, properties. */
  readonly passed: ReadonlyMap<string, readonly ts.Identifier[]>;
  /** Classes by the name they extend. */
  readonly extending: ReadonlyMap<string, readonly ts.ClassLikeDeclaration[]>;
  /** Variables that hold a member of something, by the member's name. */
  readonly taken: ReadonlyMap<string, readonly Taken[]>;
  /** Members that are not called where they stand, by name: those that have the name of a registering method. */
  readonly uncalled: ReadonlyMap<string, readonly ts.Expression[]>;
  /** Methods that carry a decorator, and default exports and the like are found by their own forms. */
  readonly decorated: readonly ts.MethodDeclaration[];
}

/** `const local = owner.member`, with or without `.bind(…)`, or `const { member: local } = owner`. */
export interface Taken {
  readonly local: string;
  readonly declared: ts.VariableDeclaration | ts.BindingElement;
  readonly owner: ts.Expression;
  /** The arguments that `bind` gives it beforehand. */
  readonly given: readonly ts.Expression[];
}

const registering = new Set(wordsOf(linesOf("method")));

const cache = new WeakMap<ts.SourceFile, FileIndex>();

/** The index of a file, made once for each tree. */
export function indexOf(source: ts.SourceFile): FileIndex {
  const known = cache.get(source);
  if (known) return known;
  const index = build(source);
  cache.set(source, index);
  return index;
}

/** The index while it is made. */
interface Draft {
  readonly calls: Map<string, (ts.CallExpression | ts.NewExpression)[]>;
  readonly assigned: Map<string, ts.BinaryExpression[]>;
  readonly filled: Map<string, ts.BinaryExpression[]>;
  readonly passed: Map<string, ts.Identifier[]>;
  readonly extending: Map<string, ts.ClassLikeDeclaration[]>;
  readonly taken: Map<string, Taken[]>;
  readonly uncalled: Map<string, ts.Expression[]>;
  readonly decorated: ts.MethodDeclaration[];
}

function build(source: ts.SourceFile): FileIndex {
  const draft: Draft = {
    calls: new Map(),
    assigned: new Map(),
    filled: new Map(),
    passed: new Map(),
    extending: new Map(),
    taken: new Map(),
    uncalled: new Map(),
    decorated: [],
  };
  walk(source, (node) => {
    add(draft, node);
  });
  return draft;
}

function add(draft: Draft, node: ts.Node): void {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    push(draft.calls, calledName(node), node);
  } else if (ts.isBinaryExpression(node)) {
    addAssignment(draft, node);
  } else if (ts.isIdentifier(node)) {
    if (isHandedOn(node)) push(draft.passed, node.text, node);
  } else if (isMember(node)) {
    if (!isCallee(node)) addUncalled(draft, memberName(node), node);
  } else if (ts.isBindingElement(node)) {
    if (ts.isIdentifier(node.name))
      addUncalled(draft, nameOf(node.propertyName ?? node.name), node.name);
  } else if (ts.isClassLike(node)) {
    push(draft.extending, extendedName(node), node);
  } else if (ts.isVariableDeclaration(node)) {
    for (const [member, each] of takenBy(node)) push(draft.taken, member, each);
  } else if (ts.isMethodDeclaration(node) && ts.getDecorators(node)) {
    draft.decorated.push(node);
  }
}

function addUncalled(draft: Draft, member: string | undefined, node: ts.Expression): void {
  if (member && registering.has(member)) push(draft.uncalled, member, node);
}

function addAssignment({ assigned, filled }: Draft, node: ts.BinaryExpression): void {
  if (!isAssignment(node)) return;
  for (const name of targetNames(node.left)) push(assigned, name, node);
  push(filled, filledName(node.left), node);
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** The expression that a class extends. */
export function extended(node: ts.ClassLikeDeclaration): ts.Expression | undefined {
  const clause = node.heritageClauses?.find(
    (heritage) => heritage.token === ts.SyntaxKind.ExtendsKeyword,
  );
  return clause?.types[0]?.expression;
}

function extendedName(node: ts.ClassLikeDeclaration): string | undefined {
  const base = extended(node);
  if (!base) return undefined;
  if (ts.isIdentifier(base)) return base.text;
  return ts.isPropertyAccessExpression(base) ? base.name.text : undefined;
}

function targetNames(left: ts.Expression): (string | undefined)[] {
  const target = bare(left);
  if (!ts.isObjectLiteralExpression(target)) return [targetName(target)];
  return target.properties.map((property) =>
    ts.isPropertyAssignment(property) ? targetName(property.initializer) : nameOf(property.name),
  );
}

function targetName(left: ts.Expression): string | undefined {
  const target = bare(left);
  if (ts.isIdentifier(target)) return target.text;
  if (ts.isPropertyAccessExpression(target)) return target.name.text;
  // `registry[key] = value` counts for the registry.
  return ts.isElementAccessExpression(target) ? targetName(target.expression) : undefined;
}

function filledName(left: ts.Expression): string | undefined {
  const target = bare(left);
  const owner = ts.isPropertyAccessExpression(target) ? bare(target.expression) : undefined;
  return owner && ts.isIdentifier(owner) ? owner.text : undefined;
}

function takenBy(declared: ts.VariableDeclaration): (readonly [string, Taken])[] {
  const { name, initializer } = declared;
  if (!initializer || ts.isArrayBindingPattern(name)) return [];
  if (ts.isObjectBindingPattern(name)) {
    return name.elements.flatMap((element) => {
      const member = nameOf(element.propertyName ?? element.name);
      if (!member || !ts.isIdentifier(element.name)) return [];
      const { text } = element.name;
      const taken = { local: text, declared: element, owner: initializer, given: [] };
      return [[member, taken] as const];
    });
  }
  const bound = bare(initializer);
  const whole = unbound(bound);
  const given = whole !== bound && ts.isCallExpression(bound) ? bound.arguments.slice(1) : [];
  if (!ts.isPropertyAccessExpression(whole) && !ts.isElementAccessExpression(whole)) return [];
  const member = memberName(whole);
  const taken = { local: name.text, declared, owner: whole.expression, given };
  return member ? [[member, taken]] : [];
}

/** `server.tool` of `server.tool.bind(server)`. */
function unbound(node: ts.Expression): ts.Expression {
  if (!ts.isCallExpression(node) || calledName(node) !== "bind") return node;
  return bare(receiverOf(node) ?? node);
}

function isMember(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

function isCallee(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

function isHandedOn(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return ts.isArrayLiteralExpression(parent) || ts.isShorthandPropertyAssignment(parent);
}

function push<T>(map: Map<string, T[]>, key: string | undefined, value: T): void {
  if (key === undefined) return;
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
