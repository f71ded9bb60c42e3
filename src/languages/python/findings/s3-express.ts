/** S3 Express: botocore keeps its sessions in the client, one for a bucket, whatever the account. */

import type { Finding } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import { ancestor } from "../source/nodes.js";
import { finding } from "./code.js";

const pattern = /s3express|--x-s3|\blist_directory_buckets(?=\s*\()/g;
const words = ["s3express", "--x-s3", "list_directory_buckets"];

export function s3Express(program: Program): Finding[] {
  const files = new Set(words.flatMap((word) => program.holding(program.sources, word)));
  return [...files].flatMap((file) => {
    const text = program.project.files.read(file)?.text ?? "";
    for (const match of text.matchAll(pattern)) {
      const module = program.module(file);
      const node = module?.problem ? undefined : module?.root.descendantForIndex(match.index);
      if (!node || node.type === "comment") continue;
      const statement = ancestor(node, new Set(["expression_statement"]));
      // A docstring.
      if (statement?.firstNamedChild?.type === "string") continue;
      const message =
        "S3 Express is used here; a shared client would answer one account with another's session";
      return finding(program, "s3-express", { file, node }, message);
    }
    return [];
  });
}
