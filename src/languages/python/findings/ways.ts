/** By which ways a tool comes to AWS: those that keep an account, whichever is asked for, and all others. */

import type { Node } from "web-tree-sitter";
import { everyWayKeeps } from "../../own-account.js";
import { originsOf } from "../evaluate/origins.js";
import { valuesAt } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { functionsReaching, referencesTo } from "../evaluate/references.js";
import { argumentsOf, emptyEnv, type Value } from "../evaluate/values.js";
import { type At, enclosingFunction, field, keyOf, placeOf } from "../source/nodes.js";
import { ignoreReason } from "../source/pragma.js";
import { ofAws } from "./aws-libraries.js";
import { keepingAccounts } from "./explicit-credentials.js";
import { processesByCall } from "./subprocess.js";

/** Clients, and what is asked of them; what else a library of AWS gives reaches nobody. */
const way = /\b(?:client|resource|create_client)(?:\(\)|$)/;
const maker = /^(?:aio)?boto(?:3|core)(?:\.session)?\.(?:client|resource|Session|get_session)$/;
const perhapsClient = /client|session|boto|resource\(/i;
/** How many functions are followed for one tool; what leads on to more can't be told. */
const MOST = 80;
const STEPS = 400_000;

/**
 * Why a tool would take the account and follow it nowhere: every way of its to AWS keeps its account. Undefined
 * where one does not, or where they can't all be told.
 */
export function keptAccount(
  program: Program,
  definition: At,
  tools: ReadonlySet<string>,
): string | undefined {
  return program.withinBudget("ways to AWS", STEPS, () => {
    const keeping = keepers(program, tools);
    if (![...keeping.values()].some((at) => mayComeTo(program, definition, at))) return undefined;
    return reasonOf(waysOf(program, definition, keeping));
  });
}

/** Whether a function may come to a place: by its calls, or by what is made when a module is loaded. */
function mayComeTo(program: Program, definition: At, at: At): boolean {
  const reaching = program.once(`reaching ${keyOf(at)}`, () => {
    const functions = functionsReaching(program, at);
    const isLoaded = functions.some((each) =>
      referencesTo(program, each).some(({ node, by }) => by === "name" && !enclosingFunction(node)),
    );
    return { keys: new Set(functions.map(keyOf)), isLoaded: functions.length === 0 || isLoaded };
  });
  return reaching.isLoaded || reaching.keys.has(keyOf(definition));
}

function reasonOf(ways: Ways): string | undefined {
  const [first] = ways.keeping;
  if (!first || ways.hasOthers) return undefined;
  const { file, line } = placeOf(first);
  const where = `${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
  return everyWayKeeps(where, "# retrofit-ignore: reason");
}

/** What keeps an account, by its key; without what a pragma with a reason lets pass. */
function keepers(program: Program, tools: ReadonlySet<string>): ReadonlyMap<string, At> {
  return program.once("keeping accounts", () => {
    const all = [...keepingAccounts(program, tools), ...keepingProcesses(program)];
    const counted = all.filter((at) => ignoreReason(program, [at]) === undefined);
    return new Map(counted.map((at) => [keyOf(at), at]));
  });
}

/** Only a command line with a profile, or with keys, keeps one. */
function keepingProcesses(program: Program): readonly At[] {
  if (program.holding(program.sources, "--profile").length === 0) return [];
  const all = [...processesByCall(program).values()];
  return all.filter(({ kind }) => kind === "keeping").map(({ at }) => at);
}

interface Ways {
  readonly keeping: readonly At[];
  readonly hasOthers: boolean;
}

/** All that a tool's function comes to, as far as it is followed. */
function waysOf(program: Program, definition: At, keeping: ReadonlyMap<string, At>): Ways {
  const found: At[] = [];
  const functions = new Map([[keyOf(definition), definition]]);
  let hasOthers = false;
  for (const each of functions.values()) {
    found.push(...[...keeping.values()].filter((at) => isInside(at, each)));
    for (const call of each.node.descendantsOfType("call")) {
      const step = stepAt(program, { file: each.file, node: call }, keeping);
      found.push(...step.keeping);
      hasOthers ||= step.isOther || functions.size > MOST;
      for (const next of step.functions) functions.set(keyOf(next), next);
    }
    if (hasOthers) break;
  }
  return { keeping: found, hasOthers };
}

interface Step {
  readonly keeping: readonly At[];
  readonly isOther: boolean;
  readonly functions: readonly At[];
}

function stepAt(program: Program, at: At, keeping: ReadonlyMap<string, At>): Step {
  const none = { keeping: [], isOther: false, functions: [] };
  const callee = field(at.node, "function");
  if (keeping.has(keyOf(at)) || !callee) return none;
  const process = processesByCall(program).get(keyOf(at));
  if (process) return { ...none, isOther: process.kind === "other" };
  const values = valuesAt(program, { file: at.file, node: callee });
  const given = handedOn(at.node).flatMap((node) => valuesAt(program, { file: at.file, node }));
  const functions = [...values, ...given].flatMap(functionsOf);
  if (!isWay(values, callee)) return { ...none, functions };
  const source = sourceOf(program, { file: at.file, node: callee }, keeping);
  return { keeping: source ?? [], isOther: source === undefined, functions };
}

function isWay(values: readonly Value[], callee: Node): boolean {
  return values.some((value) => {
    if (value.kind === "outside" || value.kind === "made") {
      return ofAws.test(value.path) && way.test(value.path);
    }
    return /^(?:unknown|free)$/.test(value.kind) && perhapsClient.test(callee.text);
  });
}

/** What keeps the account of the client that is used or made here; undefined where that may be another one. */
function sourceOf(
  program: Program,
  at: At,
  keeping: ReadonlyMap<string, At>,
): readonly At[] | undefined {
  const { parts } = originsOf(program, at);
  const found = [...keeping.values()].filter((each) => parts.some((part) => isInside(each, part)));
  const makers = parts.flatMap((part) => makersIn(program, part));
  const isMixed = makers.some((each) => !keeping.has(keyOf(each)));
  return found.length === 0 || isMixed ? undefined : found;
}

/** `boto3.client(…)`, `Session(…)`: what makes a client or a session of the library itself. */
function makersIn(program: Program, { file, node }: At): readonly At[] {
  const calls = [...(node.type === "call" ? [node] : []), ...node.descendantsOfType("call")];
  return calls
    .map((call) => ({ file, node: call }))
    .filter((call) => {
      const callee = field(call.node, "function");
      const values = callee ? program.evaluate({ file, node: callee }, emptyEnv) : [];
      return values.some((value) => value.kind === "outside" && maker.test(value.path));
    });
}

function functionsOf(value: Value): readonly At[] {
  if (value.kind === "function") return [value];
  if (value.kind !== "class") return [];
  const body = field(value.node, "body")?.namedChildren ?? [];
  const methods = body.map((each) => field(each, "definition") ?? each);
  return methods
    .filter(
      (each) => each.type === "function_definition" && /^__/.test(field(each, "name")?.text ?? ""),
    )
    .map((node) => ({ file: value.file, node }));
}

function handedOn(call: Node): readonly Node[] {
  const { positional, named } = argumentsOf(call);
  return [...positional, ...named.values()].filter(({ type }) =>
    /^(?:identifier|attribute)$/.test(type),
  );
}

function isInside(inner: At, outer: At): boolean {
  return (
    inner.file === outer.file &&
    inner.node.startIndex >= outer.node.startIndex &&
    inner.node.endIndex <= outer.node.endIndex
  );
}
