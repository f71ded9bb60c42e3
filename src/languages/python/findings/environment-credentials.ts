/** Account setups of a server's own that change the whole process: every other call would act in that account. */

import type { Finding } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import { functionsReaching } from "../evaluate/references.js";
import type { FoundTool } from "../forms/found-tool.js";
import { type At, keyOf } from "../source/nodes.js";
import { finding } from "./code.js";
import { writesOfCredentials } from "./credential-writes.js";

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

/** Where a function, or one of the server's that it comes to, sets credentials for the whole process. */
export function credentialWrites(program: Program, of: At): readonly At[] {
  const byFunction = program.once("credential writes", () => writesByFunction(program));
  return byFunction.get(keyOf(of)) ?? [];
}

/** Writes are few, so that it is followed from them to their callers. */
function writesByFunction(program: Program): ReadonlyMap<string, readonly At[]> {
  const found = new Map<string, At[]>();
  for (const write of writesOfCredentials(program)) {
    for (const owner of functionsReaching(program, write)) {
      const known = found.get(keyOf(owner));
      if (known) known.push(write);
      else found.set(keyOf(owner), [write]);
    }
  }
  return found;
}
