/** Registering methods that are not called where they stand, but kept under a name or handed on. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { localNames } from "../evaluate/sites.js";
import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { wordsPattern } from "../source/nodes.js";
import { namesFor, withBind } from "./aliased-places.js";
import type { ServerCall } from "./method-calls.js";
import { methodMark } from "./prefilter.js";
import { kindOfMethod, type ServerKind } from "./receivers.js";

/** The methods that register tools, and on which servers. */
const registering: Readonly<Record<string, readonly ServerKind[]>> = {
  tool: ["high"],
  registerTool: ["high"],
  addTool: ["fastmcp"],
};

/** A place that holds a method, and the names by which it may be called from there. */
export interface Held {
  readonly node: ts.Expression;
  readonly method: string;
  readonly names: readonly string[];
}

const caches = new WeakMap<Evaluator, readonly Held[]>();

/** Everything in the server that holds a registering method of an MCP server, and all that it hands on to. */
export function heldMethods(evaluator: Evaluator): readonly Held[] {
  const known = caches.get(evaluator);
  if (known) return known;
  caches.set(evaluator, []);
  const found = new Map<ts.Node, Held>();
  const add = (node: ts.Expression, method: string): void => {
    const held = found.has(node) ? undefined : heldAt(evaluator, node, method);
    if (held) found.set(node, held);
  };
  for (const source of evaluator.project.sourcesWith(methodMark)) {
    const { held } = indexOf(source);
    for (const method of Object.keys(registering)) {
      for (const node of held.get(method) ?? []) add(node, method);
    }
  }
  // A map goes on to what is added to it meanwhile: a parameter may be handed on under another name.
  for (const { names, method } of found.values()) {
    for (const source of sourcesNaming(evaluator, names)) {
      const handed = namesIn(source, names).flatMap((name) => indexOf(source).passed.get(name));
      for (const node of handed) if (node) add(node, method);
    }
  }
  const all = [...found.values()];
  caches.set(evaluator, all);
  return all;
}

function heldAt(evaluator: Evaluator, node: ts.Expression, method: string): Held | undefined {
  const whole = withBind(node);
  const names = namesFor(evaluator, whole);
  const kinds = registering[method] ?? [];
  if (!names || !isMethod(evaluator, node, method, kinds)) return undefined;
  return { node: whole, method, names };
}

function isMethod(
  evaluator: Evaluator,
  node: ts.Expression,
  method: string,
  kinds: readonly ServerKind[],
): boolean {
  return evaluator.evaluate(node).some((value) => kinds.includes(kindOfMethod(value, method)));
}

/** The production files in which one of these words stands. */
function sourcesNaming({ project }: Evaluator, words: readonly string[]): ts.SourceFile[] {
  return words.length > 0 ? project.sourcesWith(wordsPattern(words)) : [];
}

/** What a file has that calls a method which is held elsewhere; undefined where none is held. */
export function heldMark(evaluator: Evaluator): RegExp | undefined {
  const names = [...new Set(heldMethods(evaluator).flatMap((held) => held.names))];
  return names.length > 0 ? wordsPattern(names) : undefined;
}

/** The calls in a file of a method that is held: its name tells where to look, its value what it is. */
export function heldCalls(
  evaluator: Evaluator,
  source: ts.SourceFile,
  method: string,
  kinds: readonly ServerKind[],
): ServerCall[] {
  const held = heldMethods(evaluator).filter((each) => each.method === method);
  const names = new Set(held.flatMap((each) => namesIn(source, each.names)));
  return [...names].flatMap((name) =>
    (indexOf(source).calls.get(name) ?? [])
      .filter(ts.isCallExpression)
      .filter((call) => call.arguments.length > 0)
      .filter((call) => isMethod(evaluator, call.expression, method, kinds))
      .map((call) => ({ call, args: [...call.arguments] })),
  );
}

/** The names, and what a file's imports make of them. */
function namesIn(source: ts.SourceFile, names: readonly string[]): string[] {
  return names.flatMap((name) => localNames(source, name));
}

/** Whether what is held here is called anywhere, or handed on from here. */
export function isUsed(evaluator: Evaluator, { names, method, node }: Held): boolean {
  // A variable may be called in further ways, and what is in none is no tool.
  if (ts.isVariableDeclaration(node.parent)) return true;
  const kinds = registering[method] ?? [];
  return sourcesNaming(evaluator, names).some((source) => {
    const local = namesIn(source, names);
    const { calls, passed } = indexOf(source);
    const callees = local
      .flatMap((name) => calls.get(name) ?? [])
      .map(({ expression }) => expression);
    const handed = local.flatMap((name) => passed.get(name) ?? []);
    return [...callees, ...handed].some((each) => isMethod(evaluator, each, method, kinds));
  });
}
