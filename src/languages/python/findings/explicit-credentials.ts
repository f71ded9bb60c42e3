/** Clients and sessions that are given keys: no account context reaches them. */

import type { Node } from "web-tree-sitter";
import type { Finding } from "../../../types.js";
import { givesWay, keysStay } from "../../own-account.js";
import { originsOf } from "../evaluate/origins.js";
import { outsideCalls, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, emptyEnv, type Value } from "../evaluate/values.js";
import { codeAt } from "../source/code.js";
import { type At, ancestor, enclosingFunction, field, keyOf } from "../source/nodes.js";
import { ofAws } from "./aws-libraries.js";
import { finding } from "./code.js";
import { ownArgument } from "./own-argument.js";
import { signedByHand, signers } from "./signing.js";

const KEY = "aws_access_key_id";
const remedy =
  "leave the keys out, so that the default chain is used; `profile_name=` and environment variables may stay";

const remedyOfSigner =
  "sign with the keys of the call: those that `boto3.Session().get_credentials()` gives inside it";

const client = /^(?:aio)?boto(?:3|core)?\b.*\b(?:client|resource|[Ss]ession|create_client)$/;
const givesKeys = /["']aws_access_key_id["']\s*[:\]]|\baws_access_key_id\s*=(?!=)/;

/** Each client, session and signer that is given keys, but for those whose account an argument of a tool chooses. */
export function explicitCredentials(program: Program, tools: ReadonlySet<string>): Finding[] {
  return [
    ...givenKeys(program).flatMap((at) => {
      const own = ownArgument(program, argumentOf(at, KEY), tools);
      return own
        ? finding(program, "own-account-argument", at, keysStay(own))
        : finding(program, "explicit-credentials", at, keepsAccount(at), remedy);
    }),
    ...signedByHand(program).flatMap((at) =>
      finding(program, "explicit-credentials", at, keepsAccount(at), remedyOfSigner),
    ),
    ...profilesGiven(program).flatMap((at) => {
      const own = ownArgument(program, argumentOf(at, "profile_name"), tools);
      if (!own) return [];
      const severity = "note" as const;
      return finding(program, "own-account-argument", at, givesWay(own), undefined, { severity });
    }),
  ];
}

/** What keeps an account whichever is asked for, by the calls that are given keys and the places that sign. */
export function keepingAccounts(program: Program, tools: ReadonlySet<string>): readonly At[] {
  const given = givenKeys(program).filter((at) => {
    const value = argumentOf(at, KEY);
    return !mayBeNone(program, value) && !ownArgument(program, value, tools);
  });
  return [...given, ...signedByHand(program)];
}

/** What gives None, or a dictionary that may be without keys: the default chain is used then. */
const perhapsNone = /\bNone\b|\bgetenv\b|\.get\s*\(|\bOptional\b/;

/** Whether the keys may be none: their value is optional somewhere, or is put in on some paths. */
function mayBeNone(program: Program, at: At): boolean {
  const { parts } = originsOf(program, at);
  return parts.some(({ node }) => {
    if (perhapsNone.test(node.text) || isPutInOnSomePath(node)) return true;
    return node.descendantsOfType("identifier").some((each) => isOptional(each));
  });
}

/** `keys.update({ … })` and `keys["…"] = …` below an `if`. */
function isPutInOnSomePath(node: Node): boolean {
  const isPut = node.parent?.type === "assignment" || node.type === "argument_list";
  return (
    isPut && givesKeys.test(node.parent?.text ?? "") && ancestor(node, "if_statement") !== undefined
  );
}

/** Whether a name is that of a parameter which may be left out, or be None. */
function isOptional(node: Node): boolean {
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) {
    const found = (field(at, "parameters")?.namedChildren ?? []).find(
      (each) => (field(each, "name") ?? each.namedChildren[0] ?? each).text === node.text,
    );
    if (found) return perhapsNone.test(found.text);
  }
  return false;
}

/** What a call is given by a name; all that it is given, where that may be in it. */
function argumentOf({ file, node }: At, name: string): At {
  const { named } = argumentsOf(node);
  const given = named.get(name) ?? (name === KEY ? named.get("access_key") : undefined);
  return { file, node: given ?? field(node, "arguments") ?? node };
}

/** What a keeping call or signature is, for a sentence. */
export function keepsAccount({ node }: At): string {
  if (node.type !== "call")
    return "requests are signed by hand, with keys that no account context reaches";
  const callee = field(node, "function")?.text ?? "";
  return `\`${callee}\` is given keys of its own and keeps their account, whatever a call asks for`;
}

function givenKeys(program: Program): readonly At[] {
  return program.once("given keys", () => {
    const calls = [
      ...(program.holding(program.sources, KEY).length > 0
        ? [...byKeyword(program), ...byDictionary(program)]
        : []),
      ...byPlace(program),
      ...signers(program),
    ];
    return [...new Map(calls.map((at) => [keyOf(at), at])).values()];
  });
}

/** `Session(profile_name=…)` with something that is no literal. */
function profilesGiven(program: Program): readonly At[] {
  return codeAt(program, "profile_name", /\bprofile_name(?=\s*=(?!=))/g).flatMap(
    ({ file, node }) => {
      const call = ancestor(node, "call");
      const callee = call && field(call, "function");
      if (!call || !callee) return [];
      const values = program.evaluate({ file, node: callee }, emptyEnv);
      return values.some((value) => value.kind === "outside" && client.test(value.path))
        ? [{ file, node: call }]
        : [];
    },
  );
}

/** `client(…, aws_access_key_id=key)` */
function byKeyword(program: Program): At[] {
  return codeAt(program, KEY, /\baws_access_key_id(?=\s*=(?!=))/g).flatMap(({ file, node }) => {
    const call = ancestor(node, "call");
    return call && isGivenKeys(program, { file, node: call }) ? [{ file, node: call }] : [];
  });
}

function isGivenKeys(program: Program, { file, node }: At): boolean {
  const value = argumentsOf(node).named.get(KEY);
  const callee = field(node, "function");
  if (!value || value.type === "none" || !callee) return false;
  return program.evaluate({ file, node: callee }, emptyEnv).some((each) => {
    const isBound = each.kind === "outside" && /^functools\.partial$/.test(each.path);
    const [bound] = isBound ? argumentsOf(node).positional : [];
    return bound
      ? program.evaluate({ file, node: bound }, emptyEnv).some(mayBeClient)
      : mayBeClient(each);
  });
}

/** What the server itself makes of keys is looked at where it does so; what can't be told may be a client. */
function mayBeClient(value: Value): boolean {
  if (value.kind === "outside" || value.kind === "made") return ofAws.test(value.path);
  return value.kind === "unknown" || value.kind === "free";
}

/** Where keys stand that are given by their place. */
const placed: Wanted = {
  words: [
    ["boto", /\b(?:Session|setup_default_session|set_credentials|getattr)\b/g],
    ["botocore.credentials", /\bCredentials\b/g],
  ],
  path: /^(?:boto3(?:\.session)?\.Session|botocore\b.*\.set_credentials|botocore\.credentials\.Credentials|aioboto3(?:\.session)?\.Session)$/,
};

/** `Session(key, secret, token)`, `session.set_credentials(key, secret)`, `Credentials(key, secret)` */
function byPlace(program: Program): readonly At[] {
  return outsideCalls(program, placed).flatMap(({ at, path, given: { positional, named } }) => {
    const key = positional[0] ?? named.get("access_key");
    const isNone = !key || /^(?:none|list_splat)$/.test(key.type);
    if (isNone || ofCall.test(textBehind(program, { file: at.file, node: key }, path))) return [];
    return [at];
  });
}

/** Credentials that only hold what the session gives follow the call. */
const ofCall = /\bget_(?:frozen_)?credentials\b/;

function textBehind(program: Program, at: At, path: string): string {
  if (!/credentials\.Credentials$/.test(path)) return "";
  return originsOf(program, at)
    .parts.map(({ node }) => node.text)
    .join("\n");
}

/** `client(…, **keys)`, where the dictionary has them. */
function byDictionary(program: Program): At[] {
  if (!program.holding(program.sources, KEY).some((file) => isPutIn(program, file))) return [];
  return codeAt(program, "boto", /\*\*(?=[\w({])/g).flatMap(({ file, node }) => {
    const splat = node.type === "dictionary_splat" ? node : node.parent;
    const call = splat?.parent?.parent;
    const callee = call?.type === "call" ? field(call, "function") : undefined;
    if (splat?.type !== "dictionary_splat" || !call || !callee) return [];
    const values = program.evaluate({ file, node: callee }, emptyEnv);
    if (!values.some((value) => value.kind === "outside" && client.test(value.path))) return [];
    const { parts } = originsOf(program, { file, node: splat });
    return parts.some((part) => givesKeys.test(part.node.text)) ? [{ file, node: call }] : [];
  });
}

/** Whether a file puts keys into a dictionary. */
function isPutIn(program: Program, file: string): boolean {
  return givesKeys.test(program.project.files.read(file)?.text ?? "");
}
