/** Threads started by hand: they do not inherit the account of the call that starts them. */

import type { Finding } from "../../../types.js";
import { outsideCalls, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { emptyEnv } from "../evaluate/values.js";
import { codeAt } from "../source/code.js";
import { type At, ancestor, field } from "../source/nodes.js";
import { finding, outsidePath } from "./code.js";
import { reachesAws } from "./reach.js";

export function rawThreads(program: Program): Finding[] {
  return [...startedThreads(program), ...subclasses(program)];
}

const threads: Wanted = {
  words: [
    ["threading", /\b(?:Thread|Timer)\b/g],
    ["_thread", /\bstart_new_thread\b/g],
  ],
  path: /^(?:threading\.(?:Thread|Timer)|_thread\.start_new_thread)$/,
};

function startedThreads(program: Program): Finding[] {
  return outsideCalls(program, threads).flatMap(({ at, path, given: { named, positional } }) => {
    const place = path.startsWith("_") ? 0 : 1;
    const target = named.get("target") ?? named.get("function") ?? positional[place];
    if (target && !mayReach(program, { file: at.file, node: target })) return [];
    return report(program, at);
  });
}

/** Classes that derive from Thread: their `run` is the thread. */
function subclasses(program: Program): Finding[] {
  return codeAt(program, "threading", /\bThread(?=\s*[,)])/g).flatMap((at) => {
    const holder = ancestor(at.node, new Set(["class_definition", "call"]));
    if (holder?.type !== "class_definition") return [];
    if (!field(holder, "superclasses")?.text.includes("Thread")) return [];
    const expression = at.node.parent?.type === "attribute" ? at.node.parent : at.node;
    if (outsidePath(program, { file: at.file, node: expression }) !== "threading.Thread") return [];
    return reachesAws(program, { file: at.file, node: holder })
      ? report(program, { file: at.file, node: at.node })
      : [];
  });
}

function mayReach(program: Program, target: At): boolean {
  const values = program.evaluate(target, emptyEnv);
  return values.some((value) =>
    value.kind === "function" ? reachesAws(program, value) : value.kind !== "outside",
  );
}

function report(program: Program, at: At): Finding[] {
  const message = "what this thread does runs outside of the call, so in the server's own account";
  return finding(program, "raw-thread", at, message);
}
