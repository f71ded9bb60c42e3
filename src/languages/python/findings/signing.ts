/** Requests that a server signs itself, past boto3: by other libraries, and by hand. */

import type { Node } from "web-tree-sitter";
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
/** What `get_credentials` of a session gives follows the call. */
const ofSession = /\.\s*get_(?:frozen_)?credentials\s*\(/;

/** The name of the algorithm, where a file first has it in its code: once is enough to say it. A comparison signs nothing. */
export function signedByHand(program: Program): readonly At[] {
  return program.once("signed by hand", () =>
    program.holding(program.sources, VERSION).flatMap((file) => {
      const module = program.module(file);
      if (!module || module.problem) return [];
      const index = module.text.search(/["']AWS4-HMAC-SHA256/);
      const node = index < 0 ? undefined : module.root.descendantForIndex(index + 1)?.parent;
      if (node?.type !== "string" || node.parent?.type === "comparison_operator") return [];
      return isOfCall(program, file) ? [] : [{ file, node }];
    }),
  );
}

/**
 * Whether all keys that a file signs with come from the session, which follows the call. Where it makes no key of a
 * secret, another file of the server does; where none does, the keys are not known.
 */
function isOfCall(program: Program, file: string): boolean {
  const own = secretsIn(program, file);
  const files = own.length > 0 ? [] : program.holding(program.sources, "AWS4");
  const all = [...own, ...files.flatMap((each) => secretsIn(program, each))];
  return all.length > 0 && all.every((secret) => comesFromSession(program, secret));
}

function comesFromSession(program: Program, secret: At): boolean {
  return originsOf(program, secret).parts.some(({ node }) => ofSession.test(node.text));
}

/** The secrets of which keys are made: what stands with the text `AWS4`, as in `"AWS4" + secret`. */
function secretsIn(program: Program, file: string): readonly At[] {
  const module = program.module(file);
  if (!module || module.problem) return [];
  return [...module.text.matchAll(/["']AWS4(?=["'{%])/g)].flatMap((match) => {
    const node = module.root.descendantForIndex(match.index + 1);
    const whole = node && withSecret(node);
    return whole ? [{ file, node: whole }] : [];
  });
}

/** The least expression around a text that names something. */
function withSecret(text: Node): Node | undefined {
  let node: Node | null = text;
  while (node && !/_statement$|^(?:block|module)$/.test(node.type)) {
    if (node.descendantsOfType("identifier").length > 0) return node;
    node = node.parent;
  }
  return undefined;
}
