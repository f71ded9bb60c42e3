/** A tool that is registered, or listed, at several places is one tool. */

import type { Fix, State, ToolSite } from "../../../types.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { ts } from "../source/compiler.js";
import { bare, receiverOf } from "../source/nodes.js";

/** A site, and what the server object that it belongs to is made by; empty where that can't be told. */
export interface Placed {
  readonly site: ToolSite;
  readonly makers: readonly ts.Node[];
}

/** What makes, or declares, the server object that a registration is made on. */
export function makersOf(evaluator: Evaluator, node: ts.Node): readonly ts.Node[] {
  const call = ts.findAncestor(node, (each): each is ts.CallExpression => {
    return ts.isCallExpression(each) && receiverOf(each) !== undefined;
  });
  const receiver = call && receiverOf(call);
  if (!receiver) return [];
  return [...new Set(evaluator.evaluate(highLevel(receiver)).map(({ node: made }) => made))];
}

/** `server` of `server.server`: the low-level server inside of one is the same server. */
function highLevel(receiver: ts.Expression): ts.Expression {
  const node = bare(receiver);
  return ts.isPropertyAccessExpression(node) && node.name.text === "server"
    ? highLevelOwner(node)
    : node;
}

/** `this.server` is a field, not the inside of `this`. */
function highLevelOwner(node: ts.PropertyAccessExpression): ts.Expression {
  const owner = bare(node.expression);
  return owner.kind === ts.SyntaxKind.ThisKeyword ? node : owner;
}

/**
 * One site for each name of each server, in the order in which they were first found. What several
 * servers register by one definition is one tool as well.
 */
export function folded(placed: readonly Placed[]): ToolSite[] {
  const groups: { readonly first: Placed; readonly sites: ToolSite[] }[] = [];
  const byName = new Map<string, typeof groups>();
  for (const each of placed) {
    const { name } = each.site;
    const known = byName.get(name) ?? [];
    byName.set(name, known);
    const same = known.find(
      ({ first }) => isSameServer(first, each) || isSameDefinition(first.site, each.site),
    );
    // What has no name of its own is the same as nothing else.
    if (same && !name.startsWith("<")) same.sites.push(each.site);
    else {
      const group = { first: each, sites: [each.site] };
      known.push(group);
      groups.push(group);
    }
  }
  return groups.map(({ sites }) => one(sites));
}

/** Defined at one place, apart from where it is registered. */
function isSameDefinition(a: ToolSite, b: ToolSite): boolean {
  if (!a.registration || !b.registration) return false;
  const { file, line, column } = a.place;
  return b.place.file === file && b.place.line === line && b.place.column === column;
}

/** Made by the same expressions, or by two of which only one is ever reached. */
function isSameServer({ makers: a }: Placed, { makers: b }: Placed): boolean {
  const [one] = a;
  const [other] = b;
  if (!one || !other || a.length !== b.length) return false;
  return a.every((node) => b.includes(node)) || (a.length === 1 && areExclusive(one, other));
}

/** Whether two nodes stand in the two branches of one condition: `else`, or what follows a `return`. */
function areExclusive(one: ts.Node, other: ts.Node): boolean {
  const isIn = (node: ts.Node, branch: ts.Node): boolean =>
    ts.findAncestor(node, (at) => at === branch) !== undefined;
  return [
    [one, other],
    [other, one],
  ].some(([a, b]) => {
    const condition = a && ts.findAncestor(a, ts.isIfStatement);
    if (!a || !b || !condition || !isIn(a, condition.thenStatement)) return false;
    if (isIn(b, condition)) return !isIn(b, condition.thenStatement);
    return isIn(b, condition.parent) && b.pos > condition.end && leaves(condition.thenStatement);
  });
}

function leaves(branch: ts.Statement): boolean {
  const last = ts.isBlock(branch) ? branch.statements.at(-1) : branch;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

/** The places of a tool as one site: it is migrated only where all of them are. */
function one(sites: readonly ToolSite[]): ToolSite {
  const counted = sites.filter(({ state }) => state !== "ignored");
  const [first, ...rest] = counted.length > 0 ? counted : sites;
  if (!first) throw new Error("a tool without a place");
  if (rest.length === 0) return first;
  const { fix: _fix, reason: _reason, ...base } = first;
  const all = [first, ...rest];
  const stuck = all.find(({ state }) => state === "unsupported");
  const fixes = all.flatMap(({ fix }) => fix ?? []);
  const reason = (stuck ?? all.find((each) => each.reason))?.reason;
  return {
    ...base,
    further: rest.map(({ place, registration }) => registration ?? place),
    state: stuck ? "unsupported" : stateOf(all.map(({ state }) => state)),
    missing: [...new Set(all.flatMap(({ missing }) => missing))],
    ...(reason ? { reason } : {}),
    ...(stuck || fixes.length === 0 ? {} : { fix: joined(fixes) }),
  };
}

function stateOf(states: readonly State[]): State {
  const [first] = states;
  return first && states.every((state) => state === first) ? first : "partial";
}

/** Every edit once: several places of a tool may lie in what one edit wraps. */
function joined(fixes: readonly Fix[]): Fix {
  const edits = fixes.flatMap((fix) => fix.edits);
  const keyed = edits.map((edit) => [`${edit.file}\0${edit.offset}\0${edit.text}`, edit] as const);
  return {
    edits: [...new Map(keyed).values()],
    imports: fixes.flatMap(({ imports }) => imports),
  };
}
