/** Follows each typed error from a hand-written setup call to the handler that would catch it. */

import type { Node } from "web-tree-sitter";

/** The four errors of the guide, and what an answer to each must hold. */
const TYPED = {
  AccountNotFoundError: "account_not_found",
  CredentialDecryptionError: "credential_error",
  AssumeRoleError: "assume_role_error",
  DatabaseConnectionError: "database_error",
} as const;

const BASE = "CredentialExtractionError";
const BROAD = ["Exception", "BaseException", ""];
/** The ways in which a handler can tell the kind of error without naming it. */
const TELLS = /\berror_type\b|\baccount_(?:error_payload|tool_error|call_tool_result)\b/;

/** Why a typed error of the setup would not reach the tool's caller as such; undefined where each does. */
export function faultInHandlers(call: Node, definition: Node): string | undefined {
  const tries = enclosingTries(call, definition);
  for (const [error, errorType] of Object.entries(TYPED)) {
    const caught = catcher(tries, error);
    if (!caught) return missing(error, tries, definition);
    if (BROAD.includes(caught.by)) return swallowed(error, caught, tries, definition);
    const answer = caught.clause.text;
    if (!answer.includes(errorType) && !TELLS.test(answer)) {
      return `the handler of ${error} does not answer with its error_type`;
    }
  }
  return undefined;
}

/** The typed errors that no handler round the call answers as such, of those that are to be handled. */
export function unanswered(call: Node, definition: Node, errors: readonly string[]): string[] {
  const tries = enclosingTries(call, definition);
  return errors.filter((error) => {
    const caught = catcher(tries, error);
    if (!caught || BROAD.includes(caught.by)) return true;
    const errorType = (TYPED as Readonly<Record<string, string>>)[error];
    const answer = caught.clause.text;
    return errorType !== undefined && !answer.includes(errorType) && !TELLS.test(answer);
  });
}

interface Catcher {
  readonly clause: Node;
  /** The class in the handler that matches; "" for a bare `except`. */
  readonly by: string;
}

function catcher(tries: readonly Node[], error: string): Catcher | undefined {
  for (const clause of tries.flatMap(clausesOf)) {
    const by = classesOf(clause).find((name) => [error, BASE, ...BROAD].includes(name));
    if (by !== undefined && !(BROAD.includes(by) && raisesAgain(clause))) return { clause, by };
  }
  return undefined;
}

function missing(error: string, tries: readonly Node[], definition: Node): string {
  const elsewhere = handlesSomewhere(error, tries, definition);
  return elsewhere
    ? `the handler of ${error} stands on another try than the setup`
    : `no handler of ${error} round the setup`;
}

function swallowed(
  error: string,
  { clause, by }: Catcher,
  tries: readonly Node[],
  definition: Node,
): string {
  const broad = by === "" ? "a bare except" : `except ${by}`;
  const after = tries.flatMap(clausesOf).some((one) => classesOf(one).includes(error));
  if (after) return `the handler of ${error} stands after ${broad}, which is taken first`;
  const elsewhere = handlesSomewhere(error, tries, definition);
  const where = elsewhere ? "; its own handler stands on another try" : "";
  return `${broad} in line ${clause.startPosition.row + 1} swallows the setup's ${error}${where}`;
}

function handlesSomewhere(error: string, tries: readonly Node[], definition: Node): boolean {
  const own = new Set(tries.flatMap(clausesOf).map(({ id }) => id));
  return definition
    .descendantsOfType("except_clause")
    .some((clause) => !own.has(clause.id) && classesOf(clause).includes(error));
}

/** The tries in whose body the call stands, from the inside. */
export function enclosingTries(call: Node, definition: Node): Node[] {
  const tries: Node[] = [];
  for (let node: Node = call; node.id !== definition.id && node.parent; node = node.parent) {
    const parent = node.parent;
    const isBody = parent.childForFieldName("body")?.id === node.id;
    if (parent.type === "try_statement" && isBody) tries.push(parent);
  }
  return tries;
}

function clausesOf(statement: Node): Node[] {
  return statement.namedChildren.filter(({ type }) => type === "except_clause");
}

/** The last parts of the names that a handler lists; "" for a bare `except`. */
function classesOf(clause: Node): string[] {
  const value = clause.namedChildren.find(({ type }) => type !== "comment");
  if (!value || value.type === "block") return [""];
  const listed = value.type === "as_pattern" ? value.firstNamedChild : value;
  if (!listed) return [];
  const names = listed.type === "tuple" ? listed.namedChildren : [listed];
  return names.map(({ text }) => text.split(".").at(-1) ?? "");
}

/** Whether the handler ends by raising what it caught, as it was. */
function raisesAgain(clause: Node): boolean {
  const block = clause.namedChildren.find(({ type }) => type === "block");
  const last = block?.namedChildren.filter(({ type }) => type !== "comment").at(-1);
  return last?.type === "raise_statement" && last.namedChildCount === 0;
}
