/** Clients whose credentials an argument of the tool's own chooses: those that are given in each call stay. */

import type { Finding } from "../../../types.js";
import { givesWay, keysStay } from "../../own-account.js";
import { isWritten } from "../evaluate/reach.js";
import { isCallOf } from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { bare } from "../source/nodes.js";
import { lookup, rootOf } from "../source/scope.js";
import {
  type ConfigCall,
  type ConfigFix,
  credentialsGiven,
  insteadOfNone,
  ours,
} from "./config.js";
import { alwaysOwn, ownArgument, passedFor } from "./own-argument.js";
import { type Context, report } from "./report.js";

/** What is said of a client, and what it needs instead of the usual fix: nothing, where that is missing. */
export interface OwnCredentials {
  readonly finding: Finding;
  readonly fix: ConfigFix | "usual" | undefined;
}

/**
 * A client's own argument, and what becomes of its credentials. They stay where they are shown to come of that
 * argument in every call; where they may also be none, the account's are taken then; else the account's come first.
 */
export function ownCredentials(call: ConfigCall, context: Context): OwnCredentials | undefined {
  const config = call.arguments?.[0];
  const given = credentialsGiven(call);
  const own = config && ownArgument(given ?? config, context);
  if (!own) return undefined;
  const kinds = given ? kindsOf(given, context, []) : new Set<Kind>(["other"]);
  if (kinds.has("other") || !kinds.has("own")) {
    const more = { severity: "note" } as const;
    return {
      finding: report("own-account-argument", call, givesWay(own), undefined, more),
      fix: "usual",
    };
  }
  const finding = report("own-account-argument", call, keysStay(own));
  return { finding, fix: given && kinds.has("none") ? insteadOfNone(given) : undefined };
}

/** Of the argument in every call; none at all; the account's; or what else there is. */
type Kind = "own" | "none" | "account" | "other";

function kindsOf(
  node: ts.Expression,
  context: Context,
  seen: readonly ts.Node[],
): ReadonlySet<Kind> {
  const value = bare(node);
  if (seen.includes(value)) return new Set(["other"]);
  const next = (each: ts.Expression): ReadonlySet<Kind> => kindsOf(each, context, [...seen, value]);
  if (isNone(value)) return new Set(["none"]);
  if (isCallOf(value, ours)) return new Set(["account"]);
  if (ts.isConditionalExpression(value))
    return union([next(value.whenTrue), next(value.whenFalse)]);
  if (ts.isBinaryExpression(value)) return ofBinary(value, next);
  if (ts.isIdentifier(value)) return ofName(value, context, next);
  return new Set([alwaysOwn(value, context) ? "own" : "other"]);
}

type Next = (each: ts.Expression) => ReadonlySet<Kind>;

/** `a ?? b`, `a || b` and `a && b`; any other operator gives no credentials. */
function ofBinary({ left, right, operatorToken: { kind } }: ts.BinaryExpression, next: Next) {
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return union([new Set(["none"]), next(right)]);
  if (kind !== ts.SyntaxKind.QuestionQuestionToken && kind !== ts.SyntaxKind.BarBarToken)
    return new Set<Kind>(["other"]);
  const first = [...next(left)].filter((each) => each !== "none");
  return union([new Set(first), next(right)]);
}

function ofName(node: ts.Identifier, context: Context, next: Next): ReadonlySet<Kind> {
  const declared = lookup(node, node.text, "value");
  if (!declared || isWritten(declared)) return new Set(["other"]);
  const isTaken = rootOf(declared) !== declared;
  if (!isTaken && ts.isVariableDeclaration(declared) && declared.initializer)
    return next(declared.initializer);
  if (isTaken || !ts.isParameter(declared) || context.handlers.has(declared.parent))
    return new Set([alwaysOwn(node, context) ? "own" : "other"]);
  const passed = passedFor(declared, context);
  if (passed.length === 0) return new Set(["other"]);
  return union(passed.map((each) => (each ? next(each) : new Set<Kind>(["none"]))));
}

function isNone(value: ts.Expression): boolean {
  return value.kind === ts.SyntaxKind.NullKeyword || value.getText() === "undefined";
}

function union(all: readonly ReadonlySet<Kind>[]): ReadonlySet<Kind> {
  return new Set(all.flatMap((each) => [...each]));
}
