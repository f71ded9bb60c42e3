/**
 * Tasks, jobs and queues that run outside of the call, or are shared by several. asyncio takes the account along into
 * a task of the call itself; what others find running runs in the account of whoever was first.
 */

import type { Node } from "web-tree-sitter";
import type { Finding } from "../../../types.js";
import { outsideUses, type Wanted } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf } from "../evaluate/values.js";
import type { FoundTool } from "../forms/found-tool.js";
import { type At, ancestor, enclosingFunction, field, nameOf } from "../source/nodes.js";
import { mentionsAws } from "./aws-mention.js";
import { finding } from "./code.js";
import { isKept } from "./kept/holders.js";
import { createLifetimes, type Lifetimes } from "./kept/lifetime.js";
import { mayReach } from "./reach.js";

const taskWords = /\b(?:create_task|ensure_future|start_soon|call_later|call_at|getattr)\b/g;
const tasks: Wanted = {
  words: ["create_task", "ensure_future", "start_soon", "call_later", "call_at"].map(
    (word) => [word, taskWords] as const,
  ),
  path: /^(?:asyncio\b.*\.(?:create_task|ensure_future|call_later|call_at)|(?:anyio|trio)\b.*\.start_soon)$/,
  member: /^(?:create_task|start_soon|call_later|call_at)$/,
};

const jobs: Wanted = {
  words: [
    ["add_job", /\badd_job\b/g],
    ["scheduled_job", /\bscheduled_job\b/g],
    ["schedule", /\bdo\b/g],
    ["sched", /\benter(?:abs)?\b/g],
    ["weakref", /\bfinalize\b/g],
    ["enqueue", /\benqueue(?:_call|_in|_at)?\b/g],
    ["celery", /\b(?:task|shared_task)\b/g],
    ["dramatiq", /\bactor\b/g],
    ["huey", /\b(?:task|periodic_task)\b/g],
  ],
  path: /^(?:apscheduler\b.*\.(?:add_job|scheduled_job)|schedule\.every\b.*\.do|sched\.scheduler\(\)\.enter(?:abs)?|weakref\.finalize|rq\b.*\.enqueue(?:_call|_in|_at)?|celery\b.*\.(?:task|shared_task)|dramatiq\.actor|huey\b.*\.(?:task|periodic_task))$/,
};

const remedies = {
  task: "do it in the call; if it is the server's own work, run it in `with as_server_identity():`",
  job: "put the account into the job and run its work by `run_in_account(account_id, work)`; if it is the server's own work, in `with as_server_identity():`",
};

/** Each task, job or queue that is given work which uses AWS. */
export function timers(program: Program, tools: readonly FoundTool[]): Finding[] {
  if (!mentionsAws(program)) return [];
  const lifetimes = createLifetimes(program, tools);
  const shared = outsideUses(program, tasks, taskAt)
    .filter(({ call }) => isShared(lifetimes, call))
    .filter(({ work }) => isReached(program, work));
  const scheduled = outsideUses(program, jobs, jobAt).filter(({ work }) =>
    isReached(program, work),
  );
  return [
    ...shared.flatMap(({ call }) =>
      finding(program, "other-process", call, outside("task"), remedies.task),
    ),
    ...scheduled.flatMap(({ call }) =>
      finding(program, "other-process", call, outside("job"), remedies.job),
    ),
  ];
}

function outside(what: string): string {
  return `what this ${what} does runs outside of the call, or in the account of whoever started it`;
}

interface Started {
  readonly call: At;
  /** The function that is run. */
  readonly work: At;
}

/** `create_task(work())`: the function that makes the coroutine; `start_soon(work)`, `call_later(delay, work)`. */
function taskAt({ file, node }: At): Started | undefined {
  const call = node.parent;
  if (call?.type !== "call" || field(call, "function")?.id !== node.id) return undefined;
  const { positional } = argumentsOf(call);
  const handed = handedAt[(field(node, "attribute") ?? node).text];
  const given = handed === undefined ? undefined : positional[handed];
  if (given) return { call: { file, node: call }, work: { file, node: given } };
  const coroutine = positional[0];
  const work = coroutine?.type === "call" ? field(coroutine, "function") : undefined;
  return work && { call: { file, node: call }, work: { file, node: work } };
}

/** Where the function itself is handed on. */
const handedAt: Readonly<Record<string, number>> = {
  start_soon: 0,
  call_later: 1,
  call_at: 1,
  finalize: 1,
  enter: 2,
  enterabs: 2,
};

/** `add_job(work, …)`, or the function under `@scheduled_job(…)`. */
function jobAt({ file, node }: At): Started | undefined {
  const call = node.parent?.type === "call" ? node.parent : undefined;
  const decorator = ancestor(node, new Set(["decorator"]));
  const definition = decorator?.parent && field(decorator.parent, "definition");
  if (decorator && definition) {
    return { call: { file, node: decorator }, work: { file, node: definition } };
  }
  const { positional, named } = call ? argumentsOf(call) : { positional: [], named: new Map() };
  const place = handedAt[(field(node, "attribute") ?? node).text] ?? 0;
  const work: Node | undefined = positional[place] ?? named.get("func") ?? named.get("f");
  return call && work && { call: { file, node: call }, work: { file, node: work } };
}

/** Made outside of every call, or put where other calls find it running. */
function isShared(lifetimes: Lifetimes, { file, node }: At): boolean {
  const owner = enclosingFunction(node);
  if (!owner) return true;
  const definition = { file, node: owner };
  if (endsServer(lifetimes.program, definition)) return false;
  if (lifetimes.runsOutside(definition) && !lifetimes.runsInside(definition)) return true;
  const { parent } = node;
  const left = parent?.type === "assignment" ? field(parent, "left") : undefined;
  if (!left || !/^(?:identifier|attribute)$/.test(left.type)) return false;
  const isLocal =
    left.type === "identifier" && !lifetimes.program.scope(definition).globals.has(left.text);
  return !isLocal && isKept(lifetimes, { file, node: left });
}

/** Whether a function only runs when the server ends: no call comes after it. */
function endsServer(program: Program, { file, node }: At): boolean {
  const text = program.module(file)?.text ?? "";
  const ending = `\\b(?:atexit\\.register|signal\\.signal|add_signal_handler)\\([^)]*\\b${nameOf(node)}\\b`;
  return new RegExp(ending).test(text);
}

function isReached(program: Program, work: At): boolean {
  const body = work.node.type === "function_definition" ? work.node.text : "";
  if (/\b(?:run_in_account|as_server_identity)\b/.test(body)) return false;
  return mayReach(program, work);
}
