/** Whose keys an environment holds, by what it is made of, in the order in which that is put in. */

import type { Node } from "web-tree-sitter";
import { exits } from "../evaluate/calls.js";
import { originsOf } from "../evaluate/origins.js";
import type { Program } from "../evaluate/program.js";
import { binderOf } from "../evaluate/scopes.js";
import { omits, passedTo } from "../evaluate/texts/passed.js";
import { emptyEnv } from "../evaluate/values.js";
import { type At, field, keyOf } from "../source/nodes.js";
import { type Change, changesOf } from "./environment-changes.js";

/** The services' function that makes an environment the account's. */
export const NAME = "account_environment";

/** bare: neither keys nor the server's environment; other: not shown to be the account's; none: `None`, nothing given. */
type Content = "account" | "bare" | "other" | "none";
/** All that it may be, on one path or another. */
type Contents = ReadonlySet<Content>;

/** The process's environment, or what a profile or a user's files say of AWS. */
const inherits = /\b(?:environ|environb|getenv|dotenv_values)\b/;
/** Those that say whose account it is. */
const awsVariables =
  /\bAWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|(?:DEFAULT_)?PROFILE)\b/;
/** What gives the keys of the call's account, or those of a role that it takes. */
const ofCall =
  /\bget_(?:frozen_)?credentials\b|\bassume_role|\bget_(?:session|federation)_token\b|\bget_role_credentials\b/;
const copies = /^(?:copy|deepcopy|dict|MappingProxyType)$/;
const DEEPEST = 8;

/** What an expression gives as the environment of a process: the account's, the server's, or of neither. */
export function environmentMadeOf(program: Program, at: At): "account" | "server" | "bare" {
  const contents = contentsOf(program, at, []);
  if (contents.size === 0 || contents.has("other") || contents.has("none")) return "server";
  return contents.has("bare") ? "bare" : "account";
}

function contentsOf(program: Program, at: At, seen: readonly string[]): Contents {
  const key = keyOf(at);
  if (seen.length > DEEPEST || seen.includes(key)) return other;
  const inner = (node: Node | undefined): Contents =>
    node ? contentsOf(program, { file: at.file, node }, [...seen, key]) : other;
  const { node } = at;
  switch (node.type) {
    case "parenthesized_expression":
    case "await":
      return inner(node.firstNamedChild ?? undefined);
    case "none":
      return new Set(["none"]);
    case "dictionary":
      return inOrder(node.namedChildren.map((each) => added(program, at.file, each, inner)));
    case "binary_operator":
      return inOrder([inner(field(node, "left")), inner(field(node, "right"))]);
    case "conditional_expression": {
      const [yes, , no] = node.namedChildren;
      return either([inner(yes), inner(no)]);
    }
    case "boolean_operator":
      return either([without("none", inner(field(node, "left"))), inner(field(node, "right"))]);
    case "dictionary_comprehension":
      return isOnly("account", inner(itemsOf(node))) ? account : byOrigins(program, at);
    case "call":
      return ofResult(program, at, inner, [...seen, key]);
    case "identifier":
      return ofName(program, at, [...seen, key]);
    default:
      return byOrigins(program, at);
  }
}

type Inner = (node: Node | undefined) => Contents;

const other: Contents = new Set(["other"]);
const account: Contents = new Set(["account"]);
const bare: Contents = new Set(["bare"]);

/** What is put in later beats what was there. */
function inOrder(all: readonly Contents[]): Contents {
  return all.reduce(
    (before, next) =>
      either([...next].map((each) => (/^(?:bare|none)$/.test(each) ? before : new Set([each])))),
    bare,
  );
}

/** One of these, it is not known which. */
function either(all: readonly Contents[]): Contents {
  return new Set(all.flatMap((contents) => [...contents]));
}

function without(content: Content, contents: Contents): Contents {
  return new Set([...contents].filter((each) => each !== content));
}

function isOnly(content: Content, contents: Contents): boolean {
  return contents.size === 1 && contents.has(content);
}

/** `**other`, `"key": value` and `key=value` of a dictionary that is written out. */
function added(program: Program, file: string, node: Node, inner: Inner): Contents {
  if (/^(?:dictionary|list)_splat$/.test(node.type))
    return inner(node.firstNamedChild ?? undefined);
  const key = field(node, "key") ?? field(node, "name");
  const value = field(node, "value");
  return key && value ? ofPair(program, file, key, value) : bare;
}

/** What a comprehension goes over: `env` of `{… for key, value in env.items() …}`. */
function itemsOf(node: Node): Node | undefined {
  const clause = node.namedChildren.find(({ type }) => type === "for_in_clause");
  const callee = clause && field(field(clause, "right") ?? clause, "function");
  return callee && field(callee, "object");
}

function ofPair(program: Program, file: string, key: Node, value: Node): Contents {
  if (!awsVariables.test(key.text)) {
    const isWritten = key.type === "string" || key.parent?.type === "keyword_argument";
    return isWritten ? bare : byOrigins(program, { file, node: key });
  }
  const { parts } = originsOf(program, { file, node: value });
  if (!parts.some((part) => ofCall.test(part.node.text))) return other;
  return /ACCESS_KEY_ID/.test(key.text) ? account : bare;
}

function ofResult(program: Program, at: At, inner: Inner, seen: readonly string[]): Contents {
  const callee = field(at.node, "function");
  const name = (callee && field(callee, "attribute")) ?? callee;
  if (!callee || !name) return other;
  if (name.text === NAME) return account;
  const given = (field(at.node, "arguments")?.namedChildren ?? []).filter(
    ({ type }) => type !== "comment",
  );
  const functions = program
    .evaluate({ file: at.file, node: callee }, emptyEnv)
    .flatMap((value) => (value.kind === "function" ? [value] : []));
  if (functions.length > 0) {
    const results = functions.flatMap((each) =>
      exits(program, each).results.map((node) =>
        contentsOf(program, { file: each.file, node }, seen),
      ),
    );
    return either(results);
  }
  if (!copies.test(name.text)) return byOrigins(program, at);
  if (given.length === 0) return inner(field(callee, "object"));
  return inOrder(
    given.map((each) =>
      /^(?:keyword_argument|dictionary_splat)$/.test(each.type)
        ? added(program, at.file, each, inner)
        : inner(each),
    ),
  );
}

/** A name of a function's own: what it is set to, and what is put into it, one after the other. */
function ofName(program: Program, at: At, seen: readonly string[]): Contents {
  const binder = binderOf(program, at);
  // What a module holds was made as the server started.
  if (!binder || binder.scope.node.type === "module") return atStart(program, at);
  const { scope, bindings } = binder;
  const changes = changesOf(program, scope, at.node, bindings);
  return changes ? afterChanges(program, scope, changes, seen) : byOrigins(program, at);
}

function afterChanges(
  program: Program,
  owner: At,
  changes: readonly Change[],
  seen: readonly string[],
): Contents {
  const { file } = owner;
  const inner = (node: Node | undefined): Contents =>
    node ? contentsOf(program, { file, node }, seen) : other;
  let now: Contents = new Set();
  for (const change of changes) {
    if (change.kind === "parameter") now = passed(program, owner, change, seen);
    else if (change.kind === "set") {
      const next = inner(change.value);
      now = change.isAlways ? next : either([now, next]);
    } else if (change.kind === "put") {
      now = inOrder([now, ofPair(program, file, change.key, change.value)]);
    } else {
      const all = change.values.map((each) =>
        each.type === "keyword_argument" || each.type === "dictionary_splat"
          ? added(program, file, each, inner)
          : inner(each),
      );
      now = inOrder([now, ...all]);
    }
  }
  return now;
}

/** What the callers pass, and what stands for it where one of them does not. */
function passed(
  program: Program,
  owner: At,
  { node, isReplaced }: Extract<Change, { kind: "parameter" }>,
  seen: readonly string[],
): Contents {
  const given = passedTo(program, owner, node) ?? [undefined];
  const byDefault = field(node, "value");
  const isLeftOut = byDefault && omits(program, owner, node) && !isReplaced;
  const all = [...given, ...(isLeftOut ? [{ file: owner.file, node: byDefault }] : [])];
  // Nothing calls it, or it is always left out and then set to something else.
  if (all.length === 0) return isReplaced ? account : other;
  return either(all.map((each) => (each ? contentsOf(program, each, seen) : other)));
}

function atStart(program: Program, at: At): Contents {
  const content = byOrigins(program, at);
  return content === account ? other : content;
}

/** By all that it is made of, in whatever order. What an object holds may be of an earlier call. */
function byOrigins(program: Program, at: At): Contents {
  const { parts, isOpen } = originsOf(program, at);
  const texts = parts.map(({ node }) => node.text);
  if (isOpen || texts.some((text) => inherits.test(text))) return other;
  if (texts.some((text) => text.includes(NAME))) {
    return at.node.type === "attribute" ? other : account;
  }
  return texts.some((text) => awsVariables.test(text)) ? other : bare;
}
