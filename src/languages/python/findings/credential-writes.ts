/** Statements that set credentials for the whole process: in the environment, or in boto3's own session. */

import type { Node } from "web-tree-sitter";
import { credentialVariables } from "../../credential-variables.js";
import { originsOf } from "../evaluate/origins.js";
import { outsideCalls, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, emptyEnv } from "../evaluate/values.js";
import { codeAt } from "../source/code.js";
import { identifiers } from "../source/identifiers.js";
import { type At, ancestor, field } from "../source/nodes.js";

const names = new RegExp(`\\b(?:${credentialVariables.join("|")})\\b`);
const given =
  /\b(?:aws_access_key_id|aws_secret_access_key|aws_session_token|profile_name)\s*=|\*\*/;
/** `f"AWS_{name.upper()}"` */
const madeOfParts = /["']AWS_\{/;
/** What is written to, by its dotted names. */
const environment = /^os\.(?:environ|environb)$/;
const writer = /^os\.(?:environb?\.(?:update|setdefault|__setitem__)|putenv)$/;
const session = /^boto3\.setup_default_session$/;
const written: Wanted = {
  words: [
    ["putenv", /\bputenv\b/g],
    ["setup_default_session", /\bsetup_default_session\b/g],
  ],
  path: /^(?:os\.putenv|boto3\.setup_default_session)$/,
};
/** Set for as long as a block runs, in which other calls run too. */
const patching = /^(?:unittest\.)?mock\.patch\.dict$/;

/** Every statement that sets them, in the order of files and lines. */
export function writesOfCredentials(program: Program): readonly At[] {
  const calls = outsideCalls(program, written).flatMap(({ at }) =>
    isWritingCall(program, at) ? [at] : [],
  );
  const named = codeAt(program, "environ", /\benvironb?\b/g);
  return [
    ...[...named, ...aliasesOf(program, named)].flatMap((at) => writeAt(program, at)),
    ...calls,
    ...codeAt(program, "DEFAULT_SESSION", /\bDEFAULT_SESSION\b/g).flatMap((at) =>
      sessionSet(program, at),
    ),
  ];
}

/** `boto3.DEFAULT_SESSION = Session(…)` with keys or a profile. */
function sessionSet(program: Program, { file, node }: At): At[] {
  const whole = wholeOf(node);
  const statement = whole.parent?.type === "assignment" ? whole.parent : undefined;
  const [left, right] = statement ? [field(statement, "left"), field(statement, "right")] : [];
  if (!statement || !right || left?.id !== whole.id) return [];
  if (!is(program, { file, node: whole }, /^boto3\.DEFAULT_SESSION$/)) return [];
  const { parts } = originsOf(program, { file, node: right });
  return parts.some((part) => given.test(part.node.text)) ? [{ file, node: statement }] : [];
}

/** Other names of the environment in a file: `env = os.environ`, `from os import environ as env`. */
function aliasesOf(program: Program, named: readonly At[]): readonly At[] {
  return named.flatMap(({ file, node }) => {
    const { parent } = wholeOf(node);
    const alias =
      parent?.type === "assignment" && field(parent, "right")?.id === wholeOf(node).id
        ? field(parent, "left")
        : ancestor(node, "aliased_import")?.childForFieldName("alias");
    return alias?.type === "identifier"
      ? identifiers(program, file, alias.text).filter((each) => each.node.id !== alias.id)
      : [];
  });
}

/** `module.name`, where the node is the name. */
function wholeOf(node: Node): Node {
  const { parent } = node;
  const isMember = parent?.type === "attribute" && field(parent, "attribute")?.id === node.id;
  return isMember && parent ? parent : node;
}

/** The statement that writes to the environment by this name of it. */
function writeAt(program: Program, { file, node }: At): At[] {
  const whole = wholeOf(node);
  const { parent } = whole;
  const statement = parent?.type === "subscript" ? parent.parent : parent;
  const isTarget =
    statement &&
    field(statement, "left")?.id === (parent?.type === "subscript" ? parent : whole).id;
  if (isTarget && /assignment$/.test(statement.type)) {
    const what =
      parent?.type === "subscript" ? field(parent, "subscript") : field(statement, "right");
    const isIn =
      statement.type === "augmented_assignment" ||
      parent?.type === "subscript" ||
      // Not another value for a name of its own.
      whole.type === "attribute";
    const isOurs = isIn && what && is(program, { file, node: whole }, environment);
    return isOurs && namesKeys(program, { file, node: what }) ? [{ file, node: statement }] : [];
  }
  const call =
    parent && /^(?:attribute|argument_list)$/.test(parent.type) ? parent.parent : undefined;
  const at = call?.type === "call" ? { file, node: call } : undefined;
  return at && isWritingCall(program, at) ? [at] : [];
}

function isWritingCall(program: Program, { file, node }: At): boolean {
  const [callee, list] = [field(node, "function"), field(node, "arguments")];
  if (!callee || !list) return false;
  if (is(program, { file, node: callee }, session)) {
    return (
      given.test(list.text) || argumentsOf(node).positional.some(({ type }) => type !== "none")
    );
  }
  if (is(program, { file, node: callee }, patching)) {
    return namesKeys(program, { file, node: list });
  }
  return is(program, { file, node: callee }, writer) && namesKeys(program, { file, node: list });
}

function is(program: Program, at: At, path: RegExp): boolean {
  const values = program.evaluate(at, emptyEnv);
  return values.some((value) => value.kind === "outside" && path.test(value.path));
}

/** Whether a key, or what is put in, is that of credentials, by what it is made of. */
function namesKeys(program: Program, at: At): boolean {
  if (names.test(at.node.text) || madeOfParts.test(at.node.text)) return true;
  if (/^(string|integer)$/.test(at.node.type)) return false;
  return originsOf(program, at).parts.some(({ node }) => names.test(node.text));
}
