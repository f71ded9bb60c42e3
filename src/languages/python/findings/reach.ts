/** Whether a function comes to use AWS, itself or through functions of the server that it calls. */

import type { Program } from "../evaluate/program.js";
import { emptyEnv } from "../evaluate/values.js";
import { type At, field, keyOf } from "../source/nodes.js";

const direct = /\b(?:boto3|botocore|aiobotocore|aioboto3)\b|\w*client\b|\.resource\(/;
const DEEPEST = 3;

/** Errs on the side of yes: the name of a client is taken for one. */
export function reachesAws(program: Program, definition: At, depth = 0): boolean {
  return program.remember(`reach ${keyOf(definition)} ${depth}`, () => {
    const module = program.module(definition.file);
    const { startIndex, endIndex } = definition.node;
    if (direct.test(module?.text.slice(startIndex, endIndex) ?? "")) return true;
    if (depth >= DEEPEST) return false;
    return definition.node.descendantsOfType("call").some((call) => {
      const callee = field(call, "function");
      if (!callee) return false;
      return program
        .evaluate({ file: definition.file, node: callee }, emptyEnv)
        .some((value) => value.kind === "function" && reachesAws(program, value, depth + 1));
    });
  });
}
