/** Threads started by hand: they do not inherit the account of the call that starts them. */

import type { Finding } from "../../../types.js";
import { outsideCalls, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import type { At } from "../source/nodes.js";
import { finding } from "./code.js";
import { heirsReachingAws } from "./heirs.js";
import { mayReach } from "./reach.js";

const remedy =
  "start it with `contextvars.copy_context().run`, or use `ThreadPoolExecutor.submit` or `asyncio.to_thread`";

export function rawThreads(program: Program): Finding[] {
  const heirs = heirsReachingAws(program, threads);
  return [...startedThreads(program), ...heirs.flatMap((at) => report(program, at))];
}

const threads: Wanted = {
  words: [
    ["threading", /\b(?:Thread|Timer|getattr)\b/g],
    ["_thread", /\b(?:start_new_thread|getattr)\b/g],
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

function report(program: Program, at: At): Finding[] {
  const message = "what this thread does runs outside of the call, so in the server's own account";
  return finding(program, "raw-thread", at, message, remedy);
}
