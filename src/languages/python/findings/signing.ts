/** Requests that a server signs itself, past boto3: by other libraries, and by hand. */

import { originsOf } from "../evaluate/origins.js";
import type { Program } from "../evaluate/program.js";
import { emptyEnv } from "../evaluate/values.js";
import { callOf, codeAt } from "../source/code.js";
import { type At, field } from "../source/nodes.js";

/** Signers of other libraries, which take keys by their places, where those are not the session's. */
export function signers(program: Program): readonly At[] {
  return codeAt(program, "AWS", /\b(?:AWS4Auth|AWSRequestsAuth|AwsSigV4Auth)\b/g).flatMap((at) => {
    const node = callOf(at);
    const given = node && field(node, "arguments");
    if (!node || !given) return [];
    const values = program.evaluate(
      { file: at.file, node: field(node, "function") ?? node },
      emptyEnv,
    );
    if (!values.some((value) => value.kind === "outside")) return [];
    const { parts } = originsOf(program, { file: at.file, node: given });
    const isOfSession = parts.some((part) =>
      /get_(?:frozen_)?credentials|\bassume_role/.test(part.node.text),
    );
    return isOfSession ? [] : [{ file: at.file, node }];
  });
}

const VERSION = "AWS4-HMAC-SHA256";

/** The name of the algorithm, where a file first has it in its code: once is enough to say it. A comparison signs nothing. */
export function signedByHand(program: Program): readonly At[] {
  return program.remember("signed by hand", () =>
    program.holding(program.sources, VERSION).flatMap((file) => {
      const module = program.module(file);
      if (!module || module.problem) return [];
      const index = module.text.search(/["']AWS4-HMAC-SHA256/);
      const node = index < 0 ? undefined : module.root.descendantForIndex(index + 1)?.parent;
      if (node?.type !== "string" || node.parent?.type === "comparison_operator") return [];
      return mayBeOfCall(program, file) ? [] : [{ file, node }];
    }),
  );
}

/** Whether the keys may be those that the session gives, which follow the call: it is asked, and the file reads none itself. */
function mayBeOfCall(program: Program, file: string): boolean {
  const own = program.module(file)?.text ?? "";
  if (/\bget_(?:frozen_)?credentials\b/.test(own)) return true;
  const readsKeys = /AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)/.test(own);
  return !readsKeys && program.holding(program.sources, "_credentials(").length > 0;
}
