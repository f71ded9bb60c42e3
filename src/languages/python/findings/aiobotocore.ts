/** Asynchronous AWS clients, which the services reach through a wrapper of their own. */

import type { Finding } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import { codeAt } from "../source/code.js";
import { ancestor } from "../source/nodes.js";
import { finding } from "./code.js";

const statements = new Set(["import_statement", "import_from_statement"]);

export function asynchronousClients(program: Program): Finding[] {
  const imports = codeAt(program, "aiob", /\b(?:aiobotocore|aioboto3)\b/g);
  return imports.flatMap(({ file, node }) => {
    const statement = ancestor(node, statements);
    if (!statement) return [];
    const message = `\`${node.text}\` is used here; its clients are switched between accounts by the services' wrapper only`;
    return finding(program, "aiobotocore", { file, node: statement }, message);
  });
}
