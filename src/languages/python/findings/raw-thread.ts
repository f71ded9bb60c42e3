/** Threads started by hand: they do not inherit the account of the call that starts them. */

import type { Finding } from "../../../types.js";
import { descendantsOf } from "../evaluate/classes.js";
import { outsideCalls, outsideUses, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { type ClassValue, emptyEnv } from "../evaluate/values.js";
import { type At, field } from "../source/nodes.js";
import { finding } from "./code.js";
import { mayReach, reachesAws } from "./reach.js";

const remedy =
  "start it with `contextvars.copy_context().run`, or use `ThreadPoolExecutor.submit` or `asyncio.to_thread`";

export function rawThreads(program: Program): Finding[] {
  return [...startedThreads(program), ...subclasses(program)];
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

/** Classes that derive from Thread, by whatever name: what their methods do is done in the thread. */
function subclasses(program: Program): Finding[] {
  return outsideUses(program, threads, derivedFrom).flatMap(({ base, of }) => {
    const heirs = descendantsOf(program, of).map(({ file, node }) => ({
      place: { file, node: field(node, "name") ?? node },
      file,
      node,
    }));
    return [{ place: base, ...of }, ...heirs].flatMap((each) =>
      reachesAws(program, each) ? report(program, each.place) : [],
    );
  });
}

/** The class that has this expression for a base. */
function derivedFrom(base: At): { readonly base: At; readonly of: ClassValue } | undefined {
  const { file, node } = base;
  const holder = node.parent?.type === "argument_list" ? node.parent.parent : undefined;
  if (holder?.type !== "class_definition") return undefined;
  return { base, of: { kind: "class", file, node: holder, env: emptyEnv } };
}

function report(program: Program, at: At): Finding[] {
  const message = "what this thread does runs outside of the call, so in the server's own account";
  return finding(program, "raw-thread", at, message, remedy);
}
