/** Judges a setup call that somebody wrote into a tool by hand, or that `--style inline` put there. */

import type { Node } from "web-tree-sitter";
import { faultInHandlers } from "./handlers.js";

/** What there is of the guide's form in a function. */
export type InlineSetup =
  | { readonly kind: "none" }
  | { readonly kind: "right" }
  /** `part` is what the tool lacks, in one word; `reason` says it in a sentence's end. */
  | { readonly kind: "faulty"; readonly part: "setup" | "handlers"; readonly reason: string }
  /** It takes another account than the one asked for, which no insertion can undo. */
  | { readonly kind: "wrong"; readonly reason: string };

/** What an `await` before the call mends. */
export const NOT_AWAITED = "the setup is called but not awaited";

const CALL = /\b_?setup_account_context(_sync)?\s*\(/g;

/** Looks at the first call of the setup in the function's own body. */
export function inlineSetupOf(definition: Node, text: string): InlineSetup {
  const call = setupCall(definition, text);
  if (!call) return { kind: "none" };
  if (!/\btarget_account_id\b/.test(call.childForFieldName("arguments")?.text ?? "")) {
    return { kind: "wrong", reason: "the setup is not given target_account_id; give it that" };
  }
  const reason = faultInCall(call, definition, text);
  if (reason) return { kind: "faulty", part: "setup", reason };
  const unhandled = faultInHandlers(call, definition);
  return unhandled ? { kind: "faulty", part: "handlers", reason: unhandled } : { kind: "right" };
}

/** The first call of the setup in the function's own body. */
export function setupCall(definition: Node, text: string): Node | undefined {
  const body = text.slice(definition.startIndex, definition.endIndex);
  for (const match of body.matchAll(CALL)) {
    const at = definition.startIndex + match.index;
    const call = definition.descendantForIndex(at, at + 1)?.parent;
    if (call?.type === "call" && enclosingFunction(call)?.id === definition.id) return call;
  }
  return undefined;
}

function enclosingFunction(node: Node): Node | undefined {
  let at = node.parent;
  while (at && at.type !== "function_definition" && at.type !== "lambda") at = at.parent;
  return at ?? undefined;
}

/** Why the setup does not always come first; undefined where it does. */
export function faultInCall(call: Node, definition: Node, text: string): string | undefined {
  const isSync = call.childForFieldName("function")?.text.endsWith("_sync") ?? false;
  if (!isSync && call.parent?.type !== "await") return NOT_AWAITED;
  for (let node: Node = call; node.id !== definition.id && node.parent; node = node.parent) {
    const parent = node.parent;
    if (!isAlwaysReached(parent, node)) return "the setup is reached on some paths only";
    if (parent.type === "block" && !isFirst(parent, node, text)) {
      return "the setup comes after the tool has begun its work";
    }
  }
  return undefined;
}

const TRANSPARENT = ["await", "expression_statement", "assignment", "block", "function_definition"];

function isAlwaysReached(parent: Node, node: Node): boolean {
  if (TRANSPARENT.includes(parent.type)) return true;
  if (parent.type === "try_statement") return parent.childForFieldName("body")?.id === node.id;
  if (parent.type !== "if_statement") return false;
  const condition = parent.childForFieldName("condition")?.text ?? "";
  const isGiven = /^\(?target_account_id(?:\s+is\s+not\s+None)?\)?$/.test(condition);
  return isGiven && parent.childForFieldName("consequence")?.id === node.id;
}

/** Whether only what cannot reach AWS stands before the statement in its block. */
function isFirst(block: Node, statement: Node, text: string): boolean {
  for (const sibling of block.namedChildren) {
    if (sibling.id === statement.id) return true;
    if (!isHarmless(sibling, text)) return false;
  }
  return true;
}

const HARMLESS_CALL =
  /^(?:\w+\s*=\s*)?(?:await\s+)?(?:\w*logg?(?:er|ing)?|self\.\w*logger|ctx|context)\.\w+\(/i;
const HARMLESS_TYPES = [
  "comment",
  "import_from_statement",
  "import_statement",
  "pass_statement",
  "global_statement",
  "nonlocal_statement",
];

function isHarmless(statement: Node, text: string): boolean {
  if (HARMLESS_TYPES.includes(statement.type)) return true;
  const source = text.slice(statement.startIndex, statement.endIndex);
  if (statement.type !== "expression_statement") return false;
  const first = statement.firstNamedChild?.type;
  return first === "string" || HARMLESS_CALL.test(source) || !source.includes("(");
}
