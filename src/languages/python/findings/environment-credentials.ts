/** Account setups of a server's own that change the whole process: every other call would act in that account. */

import type { Node } from "web-tree-sitter";
import type { Finding } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import { emptyEnv } from "../evaluate/values.js";
import type { FoundTool } from "../forms/found-tool.js";
import { mayBeOwn } from "../source/bound-words.js";
import { type At, field, keyOf } from "../source/nodes.js";
import { finding } from "./code.js";

const names = /\bAWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE)\b/;
const writes = /(?:\benviron\.(?:update|setdefault)|\bputenv)$/;
const given = /\b(?:aws_access_key_id|aws_secret_access_key|aws_session_token|profile_name)\s*=/;
const session = /\bsetup_default_session$/;
const DEEPEST = 4;

/** What tools come to, once each; what is done only at start is not among them. */
export function environmentCredentials(program: Program, tools: readonly FoundTool[]): Finding[] {
  const found = tools.flatMap(({ definition, file, ignore }) =>
    definition && ignore === undefined ? credentialWrites(program, { file, node: definition }) : [],
  );
  return [...new Map(found.map((at) => [keyOf(at), at])).values()].flatMap((at) => {
    const message =
      "this sets the credentials of the whole process, and so of calls for other accounts";
    return finding(program, "environment-credentials", at, message);
  });
}

/** Where a function, or one of the server's that it calls, sets credentials for the whole process. */
export function credentialWrites(program: Program, of: At, depth = 0): readonly At[] {
  if (!mayWrite(program)) return [];
  return program.remember(`credential writes ${keyOf(of)} ${depth}`, () => {
    const own = of.node
      .descendantsOfType(["assignment", "call"])
      .filter(isWrite)
      .map((node) => ({ file: of.file, node }));
    return depth < DEEPEST ? [...own, ...calledWrites(program, of, depth)] : own;
  });
}

function calledWrites(program: Program, { file, node }: At, depth: number): At[] {
  return node.descendantsOfType("call").flatMap((call) => {
    const callee = field(call, "function");
    if (!callee || !mayBeOwn(program, callee)) return [];
    const values = program.evaluate({ file, node: callee }, emptyEnv);
    return values.flatMap((value) =>
      value.kind === "function" ? credentialWrites(program, value, depth + 1) : [],
    );
  });
}

/** Most servers have no file that could set any, and nothing of theirs is followed. */
function mayWrite(program: Program): boolean {
  return program.remember("may write credentials", () =>
    ["environ", "putenv", "setup_default_session"].some((word) =>
      program
        .holding(program.sources, word)
        .some((file) => mayHaveWrite(program.project.files.read(file)?.text ?? "")),
    ),
  );
}

function mayHaveWrite(text: string): boolean {
  if (/\bsetup_default_session\b/.test(text) && given.test(text)) return true;
  return likely.test(text) && names.test(text);
}

const likely =
  /\benviron\s*\[[^\]]*\]\s*=(?!=)|\benviron\s*\.\s*(?:update|setdefault)\b|\bputenv\b/;

function isWrite(node: Node): boolean {
  if (node.type === "assignment") {
    const left = field(node, "left");
    const isItem =
      left?.type === "subscript" && /\benviron$/.test(field(left, "value")?.text ?? "");
    return isItem && names.test(left.text);
  }
  const callee = field(node, "function")?.text ?? "";
  const text = field(node, "arguments")?.text ?? "";
  return (writes.test(callee) && names.test(text)) || (session.test(callee) && given.test(text));
}
