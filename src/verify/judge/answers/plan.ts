/** What paginators and waiters ask of an answer: no token of a next page, and the state that is waited for. */

import type { Acceptor, Model, Operation, Waiter } from "../models/model.js";

export interface Plan {
  /** Paths that must be missing. */
  readonly omitted: ReadonlySet<string>;
  /** Paths with the value that they must have. */
  readonly fixed: ReadonlyMap<string, unknown>;
  /** Paths whose lists must be empty. */
  readonly emptied: ReadonlySet<string>;
  /** The error that is waited for, in place of an answer. */
  readonly error?: { readonly code: string; readonly status: number };
}

/**
 * The plan for an operation's answer.
 * @param removed the verb of the operation by which what is asked for went away, such as `Delete`
 */
export function planAnswer(model: Model, operation: Operation, removed?: string): Plan {
  const { omitted, fixed } = lastPage(model, operation);
  const waiter = waiterOf(model, operation, removed);
  const accepted = waiter?.acceptors.filter(({ state }) => state === "success") ?? [];
  const first = accepted[0];
  if (removed !== undefined && first) {
    if (first.matcher === "error") return { omitted, fixed, emptied, error: errorOf(first) };
    if (first.matcher === "status") return { omitted, fixed, emptied, error: statusOf(first) };
  }
  const emptyList = accepted.map(emptiedBy).find((path) => path !== undefined);
  if (emptyList !== undefined) return { omitted, fixed, emptied: new Set([emptyList]) };
  const state = accepted.map(fixedBy).find((each) => each !== undefined);
  return { omitted, fixed: state ? new Map([...fixed, state]) : fixed, emptied };
}

/** Whether some waiter waits for what this operation shows to be gone. */
export function waitsForRemoval(model: Model, operation: Operation, verb: string): boolean {
  return waiterOf(model, operation, verb) !== undefined;
}

const emptied: ReadonlySet<string> = new Set();

function lastPage(model: Model, operation: Operation) {
  const paginator = model.pagination[operation.name];
  const tokens = [paginator?.output_token ?? []].flat().flatMap((each) => each.split("||"));
  const omitted = new Set(
    tokens.map((each) => each.trim()).filter((each) => /^[\w.]+$/.test(each)),
  );
  const more = paginator?.more_results;
  return { omitted, fixed: new Map<string, unknown>(more ? [[more, false]] : []) };
}

const gone =
  /Deleted|DeleteComplete|NotExists|Terminated|Stopped|Inactive|Deregistered|Detached|Removed|Cancelled|Disassociated/;
const good =
  /Exists|Available|Active|Running|Complete|Success|Succeeded|Ready|Ok$|InService|Deployed|Stable|Updated/;

function waiterOf(model: Model, operation: Operation, removed?: string): Waiter | undefined {
  const all = Object.entries(model.waiters).filter(([, each]) => each.operation === operation.name);
  const named = (pattern: RegExp) =>
    all.find(([name]) => pattern.test(name) && !/Failed/.test(name));
  if (removed === "Stop") return named(/Stopped/)?.[1];
  if (removed !== undefined)
    return (named(/Deleted|DeleteComplete|NotExists|Terminated/) ?? named(gone))?.[1];
  const staying = all.filter(([name]) => !gone.test(name));
  return (staying.find(([name]) => good.test(name)) ?? staying[0])?.[1];
}

/** `length(DBInstances) == \`0\`` waits for an empty list. */
function emptiedBy({ matcher, argument = "" }: Acceptor): string | undefined {
  const [, path] = /^length\(([\w.[\]]+)\) == `0`$/.exec(argument) ?? [];
  return matcher === "path" && path !== undefined ? plainPath(path) : undefined;
}

function fixedBy({ matcher, argument = "", expected }: Acceptor): [string, unknown] | undefined {
  if (!matcher.startsWith("path") || !/^[\w.[\]*]+$/.test(argument)) return undefined;
  return [plainPath(argument), expected];
}

function plainPath(expression: string): string {
  return expression.replace(/\[[^\]]*\]|\.\*/g, "");
}

function errorOf({ expected }: Acceptor): { code: string; status: number } {
  return { code: typeof expected === "string" ? expected : "ResourceNotFound", status: 404 };
}

function statusOf({ expected }: Acceptor): { code: string; status: number } {
  return { code: String(expected), status: Number(expected) };
}
