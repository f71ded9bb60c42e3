/** What calls a function that it is handed, in another thread, later or with more arguments. */

import type { Node } from "web-tree-sitter";
import { type At, field } from "../source/nodes.js";
import type { Program } from "./program.js";
import { type Arguments, argumentsOf, emptyEnv } from "./values.js";

/** How the arguments of a runner become those of the function that it is handed. */
interface Runner {
  /** The place of the function among the runner's own arguments, and its keyword. */
  readonly place: number;
  readonly keyword?: string;
  /** Whether the function gets what stands behind it, what stands in `args=`, or something not known. */
  readonly hands: "all" | "positional" | "args" | "other";
}

/** Functions of libraries, by their dotted names. */
const functions: readonly (readonly [RegExp, Runner])[] = [
  [/^asyncio\.to_thread$/, { place: 0, hands: "all" }],
  [/^functools\.partial(method)?$/, { place: 0, keyword: "func", hands: "all" }],
  [/^(starlette|fastapi)\.concurrency\.run_in_threadpool$/, { place: 0, hands: "all" }],
  [/^anyio\.to_thread\.run_sync$/, { place: 0, keyword: "func", hands: "positional" }],
  [/^threading\.Thread$/, { place: 1, keyword: "target", hands: "args" }],
  [/^threading\.Timer$/, { place: 1, keyword: "function", hands: "args" }],
  [/^multiprocessing(\.\w+)*\.Process$/, { place: 1, keyword: "target", hands: "args" }],
];

/** Methods of loops, executors and pools, whose objects are seldom known. */
const methods: Readonly<Record<string, Runner>> = {
  run_in_executor: { place: 1, keyword: "func", hands: "positional" },
  submit: { place: 0, keyword: "fn", hands: "all" },
  call_soon: { place: 0, hands: "positional" },
  call_soon_threadsafe: { place: 0, hands: "positional" },
  call_later: { place: 1, hands: "positional" },
  apply: { place: 0, hands: "args" },
  apply_async: { place: 0, hands: "args" },
  map: { place: 0, hands: "other" },
  starmap: { place: 0, hands: "other" },
};

/** What the function gets that a call hands on, and whether a keyword argument added to the call would reach it. */
export interface Handed {
  readonly given: Arguments;
  readonly takesKeywords: boolean;
}

/** What `handed`, an argument of a call, is called with; undefined where the call is not known to call it. */
export function handedBy(program: Program, call: At, handed: Node): Handed | undefined {
  const runner = runnerOf(program, call);
  if (!runner) return undefined;
  const { positional, named, starred } = argumentsOf(call.node);
  const own = runner.keyword === undefined ? undefined : named.get(runner.keyword);
  const isThis = (own ?? positional[runner.place])?.id === handed.id;
  if (!isThis) return undefined;
  return {
    given: givenBy(runner, { positional, named, starred }),
    takesKeywords: runner.hands === "all",
  };
}

function runnerOf(program: Program, { file, node }: At): Runner | undefined {
  const callee = field(node, "function");
  if (!callee) return undefined;
  for (const value of program.evaluate({ file, node: callee }, emptyEnv)) {
    if (value.kind === "function" || value.kind === "class") return undefined;
    const found = value.kind === "outside" && functions.find(([path]) => path.test(value.path));
    if (found) return found[1];
  }
  return methods[field(callee, "attribute")?.text ?? ""];
}

function givenBy({ place, keyword, hands }: Runner, all: Arguments): Arguments {
  const none = { positional: [], named: new Map<string, Node>() };
  if (hands === "other") return { ...none, starred: true };
  if (hands === "args") {
    const row = all.named.get("args") ?? all.positional[place + 1];
    const isWritten = row !== undefined && /^(tuple|list)$/.test(row.type);
    return isWritten
      ? { ...none, positional: row.namedChildren, starred: false }
      : { ...none, starred: true };
  }
  const positional = all.positional.slice(keyword && all.named.has(keyword) ? 0 : place + 1);
  const named = new Map([...all.named].filter(([name]) => name !== keyword));
  return { positional, named: hands === "all" ? named : new Map(), starred: all.starred };
}
