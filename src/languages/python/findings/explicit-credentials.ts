/** Clients and sessions that are given keys: no account context reaches them. */

import type { Finding } from "../../../types.js";
import { originsOf } from "../evaluate/origins.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, emptyEnv, type Value } from "../evaluate/values.js";
import { codeAt } from "../source/code.js";
import { type At, ancestor, field, keyOf } from "../source/nodes.js";
import { ofAws } from "./aws-libraries.js";
import { finding } from "./code.js";

const KEY = "aws_access_key_id";
const remedy =
  "leave the keys out, so that the default chain is used; `profile_name=` and environment variables may stay";

const client = /^(?:aio)?boto(?:3|core)?\b.*\b(?:client|resource|[Ss]ession|create_client)$/;
const givesKeys = /["']aws_access_key_id["']\s*[:\]]|\baws_access_key_id\s*=(?!=)/;

export function explicitCredentials(program: Program): Finding[] {
  if (program.holding(program.sources, KEY).length === 0) return [];
  const calls = [...byKeyword(program), ...byDictionary(program)];
  return [...new Map(calls.map((at) => [keyOf(at), at])).values()].flatMap((at) => {
    const callee = field(at.node, "function")?.text ?? "";
    const message = `\`${callee}\` is given keys of its own and keeps their account, whatever a call asks for`;
    return finding(program, "explicit-credentials", at, message, remedy);
  });
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
  return program.evaluate({ file, node: callee }, emptyEnv).some(mayBeClient);
}

/** What the server itself makes of keys is looked at where it does so; what can't be told may be a client. */
function mayBeClient(value: Value): boolean {
  if (value.kind === "outside" || value.kind === "made") return ofAws.test(value.path);
  return value.kind === "unknown" || value.kind === "free";
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
