/** Clients and sessions that are given keys: no account context reaches them. */

import type { Finding } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf } from "../evaluate/values.js";
import { codeAt } from "../source/code.js";
import { ancestor, field } from "../source/nodes.js";
import { finding } from "./code.js";

const remedy =
  "leave the keys out, so that the default chain is used; `profile_name=` and environment variables may stay";

export function explicitCredentials(program: Program): Finding[] {
  const named = codeAt(program, "aws_access_key_id", /\baws_access_key_id(?=\s*=(?!=))/g);
  return named.flatMap(({ file, node }) => {
    if (node.parent?.type !== "keyword_argument") return [];
    const call = ancestor(node, new Set(["call"]));
    const value = call && argumentsOf(call).named.get("aws_access_key_id");
    if (!call || !value || value.type === "none") return [];
    const callee = field(call, "function")?.text ?? "";
    if (!/(^|\.)(client|resource|Session|create_client|session)$/.test(callee)) return [];
    const message = `\`${callee}\` is given keys of its own and keeps their account, whatever a call asks for`;
    return finding(program, "explicit-credentials", { file, node: call }, message, remedy);
  });
}
