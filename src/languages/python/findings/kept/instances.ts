/** Where objects of a class are made, and whether they are kept. */

import type { Node } from "web-tree-sitter";
import { usesOf } from "../../evaluate/callers.js";
import { instances } from "../../evaluate/instances.js";
import { type At, enclosingFunction, field } from "../../source/nodes.js";
import { tellsAccounts } from "./answers.js";
import { cachingDecorator } from "./caching-decorators.js";
import { isKept, keysIn } from "./holders.js";
import type { Lifetimes } from "./lifetime.js";

/** Whether an object of a class, or of one that derives from it, lives longer than a tool's call. */
export function outlivesCalls(lifetimes: Lifetimes, of: At): boolean {
  return instances(lifetimes.program, of).some((at) => isHeld(lifetimes, at));
}

/** How often what a function returns is followed to its callers. */
const DEEPEST = 3;

/** Whether what an expression gives is kept: made at start, put where it stays, or returned to who does so. */
export function isHeld(lifetimes: Lifetimes, { file, node }: At, depth = 0): boolean {
  const owner = enclosingFunction(node);
  if (!owner) return true;
  const definition = { file, node: owner };
  if (cachingDecorator(lifetimes.program, definition)) return true;
  if (targetsOf(node, owner).some((left) => isPutAside(lifetimes, { file, node: left })))
    return true;
  // What a helper makes is gone when it returns; what `main` or a lifespan makes is there until the end.
  if (lifetimes.runsOutside(definition) && !lifetimes.runsInside(definition)) return true;
  if (depth >= DEEPEST || !isReturned(node, owner)) return false;
  return usesOf(lifetimes.program, definition).some(
    (use) => use.kind === "call" && isHeld(lifetimes, use.call, depth + 1),
  );
}

/** Whether something is kept there for all accounts alike. */
function isPutAside(lifetimes: Lifetimes, { file, node }: At): boolean {
  const isApart = keysIn(node).some((key) => tellsAccounts(lifetimes.program, { file, node: key }));
  return !isApart && isKept(lifetimes, { file, node });
}

/** What an expression is assigned to, at once or by a local name. */
function targetsOf(node: Node, owner: Node): readonly Node[] {
  const left = leftOf(node);
  if (left?.type !== "identifier") return left ? [left] : [];
  const later = owner
    .descendantsOfType("assignment")
    .filter((each) => field(each, "right")?.text === left.text);
  return [left, ...later.flatMap((each) => field(each, "left") ?? [])];
}

function leftOf(node: Node): Node | undefined {
  let at = node;
  while (
    at.parent &&
    /^(await|parenthesized_expression|boolean_operator|conditional_expression)$/.test(
      at.parent.type,
    )
  ) {
    at = at.parent;
  }
  const { parent } = at;
  return parent?.type === "assignment" && field(parent, "right")?.id === at.id
    ? field(parent, "left")
    : undefined;
}

function isReturned(node: Node, owner: Node): boolean {
  const name = leftOf(node);
  return owner.descendantsOfType("return_statement").some((each) => {
    const value = each.firstNamedChild;
    if (!value) return false;
    return name?.type === "identifier" ? value.text === name.text : value.text === node.text;
  });
}
