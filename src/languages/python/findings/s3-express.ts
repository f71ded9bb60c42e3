/** S3 Express: botocore keeps its sessions in the client, one for a bucket, whatever the account. */

import type { Finding } from "../../../types.js";
import { outsideUses, valuesAt, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf } from "../evaluate/values.js";
import { codeAt } from "../source/code.js";
import { type At, ancestor } from "../source/nodes.js";
import { finding } from "./code.js";

const OPERATION = "list_directory_buckets";
const operation: Wanted = {
  words: [[OPERATION, /\b(?:list_directory_buckets|getattr)\b/g]],
  path: /\.list_directory_buckets$/,
  member: /^list_directory_buckets$/,
};
const remedy = "make the client anew in each call, or one for each account";
const message =
  "S3 Express is used here; a shared client would answer one account with another's session";

/** The first place in each file that lists directory buckets, or writes what only their names and hosts have. */
export function s3Express(program: Program): Finding[] {
  const all = [...listed(program), ...paged(program), ...written(program)];
  all.sort((one, other) => one.node.startIndex - other.node.startIndex);
  const first = new Map(all.reverse().map((at) => [at.file, at]));
  return [...first.values()].flatMap((at) => finding(program, "s3-express", at, message, remedy));
}

/** The operation as a member of a client, or of what may be one. */
function listed(program: Program): readonly At[] {
  return outsideUses(program, operation, (at) => at);
}

/** `get_paginator(name)`, where the name is the operation's. */
function paged(program: Program): readonly At[] {
  if (program.holding(program.sources, OPERATION).length === 0) return [];
  return codeAt(program, "get_paginator", /\bget_paginator(?=\s*\()/g).filter(({ file, node }) => {
    const call = node.parent?.type === "attribute" ? node.parent.parent : undefined;
    const [name] = call?.type === "call" ? argumentsOf(call).positional : [];
    const values = name ? valuesAt(program, { file, node: name }) : [];
    return values.some((value) => value.kind === "string" && value.value === OPERATION);
  });
}

const pattern = /s3express|--x-s3/g;

/** Where a text of the code has it; not in comments and docstrings. */
function written(program: Program): readonly At[] {
  const files = ["s3express", "--x-s3"].flatMap((word) => program.holding(program.sources, word));
  return [...new Set(files)].flatMap((file) => {
    const text = program.project.files.read(file)?.text ?? "";
    return [...text.matchAll(pattern)].flatMap((match) => {
      const module = program.module(file);
      const node = module?.problem ? undefined : module?.root.descendantForIndex(match.index);
      return node && !isProse(node) ? [{ file, node }] : [];
    });
  });
}

function isProse(node: At["node"]): boolean {
  const statement = ancestor(node, "expression_statement");
  return node.type === "comment" || statement?.firstNamedChild?.type === "string";
}
