/** Registering methods that are not called where they stand, but assigned to a name or handed on. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { localNames } from "../evaluate/sites.js";
import type { Value } from "../evaluate/value.js";
import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { wordsPattern } from "../source/nodes.js";
import { namesFor, withBind } from "./aliased-places.js";
import { guessedOwner } from "./guessed-server.js";
import type { Line } from "./library.js";
import { methodLines, wordsOf } from "./library-queries.js";
import type { ServerCall } from "./method-calls.js";
import { methodPattern } from "./prefilter.js";
import { kindOfMethod } from "./receivers.js";

/** A place that a method goes to, and the names by which it may be called from there. */
export interface Alias {
  readonly node: ts.Expression;
  readonly method: string;
  readonly names: readonly string[];
}

/** What is known of the aliases of some methods. */
interface Aliases {
  readonly all: Map<ts.Node, Alias>;
  /** By the node of a value that can't be followed: the server that its name says it is a method of. */
  readonly guessed: Map<ts.Node, string>;
}

const caches = new WeakMap<Evaluator, Map<readonly Line[], Aliases>>();

/** Everything in the server that one of these methods of an MCP server goes to, and all that it is handed on to. */
function aliasesOf(evaluator: Evaluator, lines: readonly Line[]): Aliases {
  const cache = caches.get(evaluator) ?? new Map<readonly Line[], Aliases>();
  caches.set(evaluator, cache);
  const known = cache.get(lines);
  if (known) return known;
  const aliases: Aliases = { all: new Map(), guessed: new Map() };
  cache.set(lines, { all: new Map(), guessed: new Map() });
  addAssigned(evaluator, aliases, lines);
  addHandedOn(evaluator, aliases);
  cache.set(lines, aliases);
  return aliases;
}

/** The aliases of some methods, by place. */
export function aliasedMethods(evaluator: Evaluator, lines: readonly Line[]): Alias[] {
  return [...aliasesOf(evaluator, lines).all.values()];
}

function addAssigned(evaluator: Evaluator, aliases: Aliases, lines: readonly Line[]): void {
  const words = wordsOf(lines);
  for (const source of evaluator.project.sourcesWith(methodPattern(lines))) {
    const { uncalled } = indexOf(source);
    for (const method of words) {
      for (const node of uncalled.get(method) ?? []) add(evaluator, aliases, node, method);
    }
  }
}

function addHandedOn(evaluator: Evaluator, aliases: Aliases): void {
  // A map goes on to what is added to it meanwhile: a parameter may be handed on under another name.
  for (const { names, method } of aliases.all.values()) {
    for (const source of sourcesNaming(evaluator, names)) {
      const handed = namesIn(source, names).flatMap((name) => indexOf(source).passed.get(name));
      for (const node of handed) if (node) add(evaluator, aliases, node, method);
    }
  }
}

function add(evaluator: Evaluator, aliases: Aliases, member: ts.Expression, method: string): void {
  if (aliases.all.has(member)) return;
  const node = withBind(member);
  const names = namesFor(evaluator, node);
  if (!names) return;
  guess(evaluator, aliases, member, method);
  if (!isMethod(evaluator, aliases, member, method)) return;
  aliases.all.set(member, { node, method, names });
}

/** Where nothing is known of what the member is of, its name decides. */
function guess(evaluator: Evaluator, { guessed }: Aliases, member: ts.Expression, method: string) {
  const isKnown = (value: Value) => value.kind !== "unknown" || value.external !== undefined;
  const values = evaluator.evaluate(member);
  const server = values.some(isKnown) ? undefined : guessedOwner(member, method);
  if (!server) return;
  for (const { node } of [...values, ...evaluator.evaluate(withBind(member))]) {
    guessed.set(node, server);
  }
}

/** Whether an expression may be this method, of one of the servers (by default of any that has it). */
function isMethod(
  evaluator: Evaluator,
  { guessed }: Aliases,
  node: ts.Expression,
  method: string,
  servers = methodLines(method).flatMap(({ on = [] }) => on),
): boolean {
  return evaluator
    .evaluate(node)
    .some((value) => servers.includes(guessed.get(value.node) ?? kindOfMethod(value, method)));
}

/** The production files in which one of these words stands. */
function sourcesNaming({ project }: Evaluator, words: readonly string[]): ts.SourceFile[] {
  return words.length > 0 ? project.sourcesWith(wordsPattern(words)) : [];
}

/** The files that may call one of these methods by another name. */
export function sourcesOfAliases(evaluator: Evaluator, lines: readonly Line[]): ts.SourceFile[] {
  const names = new Set(aliasedMethods(evaluator, lines).flatMap((alias) => alias.names));
  return sourcesNaming(evaluator, [...names]);
}

/** The calls in a file of a method by another name: the name tells where to look, its value what it is. */
export function aliasedCalls(
  evaluator: Evaluator,
  source: ts.SourceFile,
  { word, on = [] }: Line,
  lines: readonly Line[],
): ServerCall[] {
  const aliases = aliasesOf(evaluator, lines);
  const own = [...aliases.all.values()].filter(({ method }) => method === word);
  const names = new Set(own.flatMap((each) => namesIn(source, each.names)));
  return [...names].flatMap((name) =>
    (indexOf(source).calls.get(name) ?? [])
      .filter(ts.isCallExpression)
      .filter((call) => call.arguments.length > 0)
      .filter((call) => isMethod(evaluator, aliases, call.expression, word, [...on]))
      .map((call) => ({ call, args: [...call.arguments] })),
  );
}

/** The names, and what a file's imports make of them. */
function namesIn(source: ts.SourceFile, names: readonly string[]): string[] {
  return names.flatMap((name) => localNames(source, name));
}

/** Whether what is assigned here is called anywhere, or handed on from here. */
export function isUsed(
  evaluator: Evaluator,
  { names, method, node }: Alias,
  lines: readonly Line[],
): boolean {
  // A variable may be called otherwise, and one that is never called registers no tool.
  if (ts.isVariableDeclaration(node.parent) || ts.isBindingElement(node.parent)) return true;
  const aliases = aliasesOf(evaluator, lines);
  return sourcesNaming(evaluator, names).some((source) => {
    const local = namesIn(source, names);
    const { calls, passed } = indexOf(source);
    const callees = local
      .flatMap((name) => calls.get(name) ?? [])
      .map(({ expression }) => expression);
    const handed = local.flatMap((name) => passed.get(name) ?? []);
    return [...callees, ...handed].some((each) => isMethod(evaluator, aliases, each, method));
  });
}
