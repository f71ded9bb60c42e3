/** Pools and processes of Python's own: a worker has no call, and so acts in the server's own account. */

import type { Finding } from "../../../types.js";
import { outsideCalls, valuesAt, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf, type Value } from "../evaluate/values.js";
import { callOf, codeAt } from "../source/code.js";
import { type At, field } from "../source/nodes.js";
import { mentionsAws } from "./aws-mention.js";
import { finding } from "./code.js";
import { mayReach } from "./reach.js";

const processes: Wanted = {
  words: [
    ["multiprocessing", /\b(?:Pool|ThreadPool|Process|getattr)\b/g],
    ["ProcessPoolExecutor", /\bProcessPoolExecutor\b/g],
  ],
  path: /^(?:multiprocessing\b.*\.(?:Pool|ThreadPool|Process)|concurrent\.futures(?:\.process)?\.ProcessPoolExecutor)$/,
};
const pool =
  /^(?:multiprocessing\b.*\.(?:Thread)?Pool|concurrent\.futures(?:\.process)?\.ProcessPoolExecutor)$/;
const handing = ["submit", "map", "starmap", "apply", "imap", "run_in_executor"];
const given =
  /\b(?:submit|map|map_async|starmap|starmap_async|apply|apply_async|imap|imap_unordered|run_in_executor)(?=\s*\()/g;

/** Each process or pool that is given work which uses AWS, or work that can't be followed, without its account. */
export function otherProcesses(program: Program): Finding[] {
  if (!mentionsAws(program)) return [];
  const started = outsideCalls(program, processes);
  const isPooled = started.some(({ path }) => pool.test(path));
  const work = isPooled ? workOfPools(program) : [];
  return started.flatMap(({ at, path, given: { named, positional } }) => {
    const target = named.get("target") ?? positional[1];
    const own = target ? [{ file: at.file, node: target }] : [];
    return (pool.test(path) ? work : own).some((each) => mayReach(program, each))
      ? finding(program, "other-process", at, ...saidOf(path))
      : [];
  });
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
function workOfPools(program: Program): readonly At[] {
  const names = handing.flatMap((word) => codeAt(program, word, given));
  return names.flatMap((at) => {
    const call = callOf(at);
    const { positional, named } = call ? argumentsOf(call) : { positional: [], named: new Map() };
    const isLoop = at.node.text === "run_in_executor";
    const holder = isLoop ? positional[0] : at.node.parent && field(at.node.parent, "object");
    const work = positional[isLoop ? 1 : 0] ?? named.get("fn") ?? named.get("func");
    if (!holder || !work) return [];
    const isPool = valuesAt(program, { file: at.file, node: holder }).some(isProcessPool);
    return isPool ? [{ file: at.file, node: work }] : [];
  });
}

function isProcessPool(value: Value): boolean {
  return value.kind === "made" && pool.test(value.path);
}
