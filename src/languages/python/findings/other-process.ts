/** Pools and processes of Python's own: a worker has no call, and so acts in the server's own account. */

import type { Node } from "web-tree-sitter";
import type { Finding } from "../../../types.js";
import {
  type OutsideCall,
  outsideCalls,
  outsideUses,
  valuesAt,
  type Wanted,
} from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, type Value } from "../evaluate/values.js";
import { callOf, codeAt } from "../source/code.js";
import { type At, ancestor, field } from "../source/nodes.js";
import { mentionsAws } from "./aws-mention.js";
import { finding } from "./code.js";
import { heirsReachingAws } from "./heirs.js";
import { mayReach, reachesAws } from "./reach.js";

const processes: Wanted = {
  words: [
    ...["multiprocess", "billiard", "pathos"].map(
      (word) => [word, /\b(?:\w*Pool|Process|getattr)\b/g] as const,
    ),
    ["ProcessPoolExecutor", /\bProcessPoolExecutor\b/g],
    ["InterpreterPoolExecutor", /\bInterpreterPoolExecutor\b/g],
  ],
  path: /^(?:(?:multiprocess(?:ing)?|billiard|pathos)\b.*\.(?:\w*Pool|Process)|concurrent\.futures(?:\.\w+)?\.(?:Process|Interpreter)PoolExecutor)$/,
};
const pool =
  /^(?:(?:multiprocess(?:ing)?|billiard|pathos)\b.*\.\w*Pool|concurrent\.futures(?:\.\w+)?\.(?:Process|Interpreter)PoolExecutor)$/;
/** What is handed the work itself, and runs it in processes or in threads of its own. */
const runners: Wanted = {
  words: [
    ["to_process", /\brun_sync\b/g],
    ["joblib", /\bdelayed\b/g],
    ["ray", /\bremote\b/g],
  ],
  path: /^(?:anyio\.to_process\.run_sync|joblib\.delayed|ray\.remote)$/,
};
const handing = ["submit", "map", "starmap", "apply", "imap", "run_in_executor"];
const given =
  /\b(?:submit|map|map_async|starmap|starmap_async|apply|apply_async|imap|imap_unordered|run_in_executor)(?=\s*\()/g;

/** Each process or pool that is given work which uses AWS, or work that can't be followed, without its account. */
export function otherProcesses(program: Program): Finding[] {
  if (!mentionsAws(program)) return [];
  const started = outsideCalls(program, processes);
  const pools = started.filter(({ path }) => pool.test(path));
  const isDefault = pools.some(({ at }) => isDefaultOfLoop(at.node));
  const work = pools.length > 0 ? workOfPools(program, isDefault) : [];
  return [
    ...started.flatMap((each) => ofStarted(program, each, work)),
    ...[...heirsReachingAws(program, processes), ...workHanded(program)].flatMap((at) =>
      finding(program, "other-process", at, message),
    ),
  ];
}

/** `loop.set_default_executor(ProcessPoolExecutor())` */
function isDefaultOfLoop(call: Node): boolean {
  const outer = call.parent?.type === "argument_list" ? call.parent.parent : undefined;
  return /\bset_default_executor$/.test((outer && field(outer, "function")?.text) ?? "");
}

/** `delayed(work)`, `run_sync(work)`, and the functions under `@ray.remote`. */
function workHanded(program: Program): readonly At[] {
  const handed = outsideCalls(program, runners).flatMap(({ at, given: { positional } }) => {
    const [work] = positional;
    return work && mayReach(program, { file: at.file, node: work }) ? [at] : [];
  });
  const decorated = outsideUses(program, runners, ({ file, node }) => {
    const definition = ancestor(node, "decorator")?.parent;
    const work = definition && field(definition, "definition");
    return work ? { at: { file, node }, work: { file, node: work } } : undefined;
  });
  return [
    ...handed,
    ...decorated.flatMap(({ at, work }) => (reachesAws(program, work) ? [at] : [])),
  ];
}

function ofStarted(
  program: Program,
  { at, path, given: { named, positional } }: OutsideCall,
  work: readonly At[],
): Finding[] {
  const target = named.get("target") ?? positional[1];
  const own = target ? [{ file: at.file, node: target }] : [];
  const isReached = (pool.test(path) ? work : own).some((each) => mayReach(program, each));
  return isReached ? finding(program, "other-process", at, ...saidOf(path)) : [];
}

const message =
  "what this process does runs outside of the call: in the server's own account, or refused in strict mode";

/** Threads take no account along that a pool of `multiprocessing` has. */
function saidOf(path: string): readonly [message: string, remedy?: string] {
  return /ThreadPool$|\bdummy\b/.test(path) ? [ofThreads, remedyOfThreads] : [message];
}

const ofThreads = "what this pool does runs outside of the call, so in the server's own account";
const remedyOfThreads =
  "use `concurrent.futures.ThreadPoolExecutor`, which takes the account along";

/** What is handed to pools of processes, wherever they are held. */
function workOfPools(program: Program, isDefault: boolean): readonly At[] {
  const names = handing.flatMap((word) => codeAt(program, word, given));
  return names.flatMap((at) => {
    const call = callOf(at);
    const { positional, named } = call ? argumentsOf(call) : { positional: [], named: new Map() };
    const isLoop = at.node.text === "run_in_executor";
    const holder = isLoop ? positional[0] : at.node.parent && field(at.node.parent, "object");
    const work = positional[isLoop ? 1 : 0] ?? named.get("fn") ?? named.get("func");
    if (!holder || !work) return [];
    const isPool =
      (isDefault && isLoop && holder.type === "none") ||
      valuesAt(program, { file: at.file, node: holder }).some(isProcessPool);
    return isPool ? [{ file: at.file, node: work }] : [];
  });
}

function isProcessPool(value: Value): boolean {
  return value.kind === "made" && pool.test(value.path);
}
