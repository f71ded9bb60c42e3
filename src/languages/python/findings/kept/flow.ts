/** Where a value comes from: followed back through names, calls and what callers pass. */

import type { Node } from "web-tree-sitter";
import { exits } from "../../evaluate/calls.js";
import { putInto } from "../../evaluate/origins.js";
import { solve } from "../../evaluate/paths.js";
import type { Program } from "../../evaluate/program.js";
import { handedBy } from "../../evaluate/runners.js";
import { binderOf } from "../../evaluate/scopes.js";
import { passedTo } from "../../evaluate/texts/passed.js";
import { argumentsOf, emptyEnv, type Value } from "../../evaluate/values.js";
import { type At, field, keyOf, scopeKey } from "../../source/nodes.js";
import type { Binding } from "../../source/scope.js";

/** How many expressions are followed for one value. */
const MOST = 3000;
/** How many paths to a parameter are followed to see what is called. */
const PATHS = 8;

/** What is looked for among what is called on the way. */
export interface Wanted {
  readonly about: string;
  /** Whether what has this dotted name is it. */
  isWanted(path: string): boolean;
  /** A function of the services that is it, wherever those lie. */
  readonly service?: string;
  /** Whether what is given to it does not come out of it. */
  isEnd(path: string): boolean;
}

/** An expression on the way back. */
export interface Step extends At {
  /** Whether callers decide what the parameters of its function are. */
  readonly goesUp: boolean;
  /** The parameter for which it is passed. */
  readonly parameter?: string;
}

/** The name of a function's parameter, to leave it out of what is followed. */
export function parameterKey(owner: At, name: string): string {
  return `${keyOf(owner)} ${name}`;
}

/**
 * Whether what is wanted is called on the way to a value; `except` are parameters that do not count. What a
 * search did not find it from is remembered: nothing new is to be reached there.
 */
export function leadsTo(
  program: Program,
  wanted: Wanted,
  from: Step,
  except: ReadonlySet<string> = new Set(),
): boolean {
  const known = program.once(`leads to ${wanted.about}`, () => new Map<string, boolean>());
  const steps = new Map([[stepKey(from), from]]);
  let isWhole = true;
  for (const [key, step] of steps) {
    const before = known.get(key);
    if (before === false) continue;
    const { isFound, next } = before ? found : lookOnce(program, wanted, step);
    if (isFound) {
      if (except.size === 0) known.set(stepKey(from), true);
      return true;
    }
    const counted = next.filter(({ parameter }) => !parameter || !except.has(parameter));
    for (const each of counted.slice(0, MOST - steps.size)) steps.set(stepKey(each), each);
    isWhole &&= counted.length === next.length && steps.size < MOST;
  }
  if (isWhole) for (const key of steps.keys()) known.set(key, false);
  return false;
}

function stepKey(step: Step): string {
  return `${keyOf(step)} ${step.goesUp}`;
}

interface Looked {
  readonly isFound: boolean;
  readonly next: readonly Step[];
}

const found: Looked = { isFound: true, next: [] };

function lookOnce(program: Program, wanted: Wanted, step: Step): Looked {
  return program.once(`${wanted.about} at ${stepKey(step)}`, () => look(program, wanted, step));
}

function look(program: Program, wanted: Wanted, { file, node: from, goesUp }: Step): Looked {
  const next: Step[] = [];
  const left: Node[] = [];
  for (const node of from.descendantsOfType(["call", "identifier"])) {
    if (left.some((each) => isIn(node, each))) continue;
    if (node.type === "identifier") {
      next.push(...behind(program, { file, node }, goesUp));
      continue;
    }
    if (wanted.service && nameCalled(node) === wanted.service) return found;
    const values = called(program, { file, node });
    const paths = values.flatMap((value) => (value.kind === "outside" ? [value.path] : []));
    if (paths.some(wanted.isWanted)) return found;
    if (paths.some(wanted.isEnd)) left.push(node);
    next.push(...values.flatMap((value) => givenBy(program, value)));
  }
  return { isFound: false, next };
}

function nameCalled(call: Node): string | undefined {
  const callee = field(call, "function");
  return callee && (field(callee, "attribute") ?? callee).text;
}

function isIn(node: Node, outer: Node): boolean {
  return node.startIndex >= outer.startIndex && node.endIndex <= outer.endIndex;
}

/** What a call calls, and what it hands to a thread, a pool or a partial that calls it. */
function called(program: Program, { file, node: call }: At): readonly Value[] {
  const callee = field(call, "function");
  if (!callee || isPlain(callee)) return [];
  const { positional, named } = argumentsOf(call);
  if (positional.length > 0 && isLookUp(program, callee)) return [];
  const handed = [...positional, ...named.values()]
    .filter(({ type }) => type === "identifier" || type === "attribute")
    .filter((argument) => handedBy(program, { file, node: call }, argument));
  return [callee, ...handed].flatMap((node) => meant(program, { file, node }));
}

/** Methods of texts, lists and dictionaries, and functions of Python: no operation of AWS has such a name. */
const methods = wordsOf(
  "append add extend items keys values pop strip lstrip rstrip lower upper title split rsplit splitlines join",
  "format replace startswith endswith encode decode isoformat strftime",
);
const functions = wordsOf(
  "len str int float bool list dict set tuple sorted isinstance hasattr range enumerate zip sum max min any all",
  "print repr round abs type",
);

function wordsOf(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(" ")));
}

function isPlain(callee: Node): boolean {
  const attribute = field(callee, "attribute");
  return attribute ? methods.has(attribute.text) : functions.has(callee.text);
}

/**
 * `rows.get(key)`: an operation of AWS takes its arguments by their names, and what `rows` is made of is followed
 * by that name itself.
 */
function isLookUp(program: Program, callee: Node): boolean {
  if (field(callee, "attribute")?.text !== "get" || !isOfName(field(callee, "object")))
    return false;
  return !program.once("defines get", () =>
    program.sources.some((file) => definesGet(program, file)),
  );
}

function definesGet(program: Program, file: string): boolean {
  return /\bdef[ \t]+get\b|\bget[ \t]*=(?!=)/.test(program.project.files.read(file)?.text ?? "");
}

/** A name, or what is looked up in what has one. */
function isOfName(node: Node | undefined): boolean {
  if (!node || node.type === "identifier") return node !== undefined;
  if (node.type === "subscript") return isOfName(field(node, "value"));
  const callee = node.type === "call" ? field(node, "function") : undefined;
  return (
    callee !== undefined &&
    field(callee, "attribute")?.text === "get" &&
    isOfName(field(callee, "object"))
  );
}

function meant(program: Program, at: At): readonly Value[] {
  const values = program.evaluate(at, emptyEnv);
  if (!values.some(({ kind }) => kind === "free")) return values;
  return solve(program, at, emptyEnv, PATHS).flatMap((solution) => solution.values);
}

/** What a function of the server's own returns: its parameters stand among the arguments of the call already. */
function givenBy(program: Program, value: Value): Step[] {
  if (value.kind !== "function") return [];
  const { results, yields } = exits(program, value);
  return [...results, ...yields].map((node) => ({ file: value.file, node, goesUp: false }));
}

/** What a name of a function's own was given; what a module holds is looked at where it is put there. */
function behind(program: Program, { file, node }: At, goesUp: boolean): readonly Step[] {
  if (!isName(node)) return [];
  const binder = binderOf(program, { file, node });
  if (!binder || binder.scope.node.type === "module") return [];
  const { scope, bindings } = binder;
  if (program.scope(scope).globals.has(node.text)) return [];
  return allGiven(program, scope, node.text, bindings, goesUp);
}

function allGiven(
  program: Program,
  owner: At,
  name: string,
  bindings: readonly Binding[],
  goesUp: boolean,
): readonly Step[] {
  return program.once(`given ${scopeKey(owner)} ${name} ${goesUp}`, () => {
    const put = putInto(program, owner, name).map((at) => ({ ...at, goesUp }));
    return [...bindings.flatMap((each) => given(program, owner, name, each, goesUp)), ...put];
  });
}

function given(
  program: Program,
  owner: At,
  name: string,
  binding: Binding,
  goesUp: boolean,
): Step[] {
  const { file } = owner;
  if (binding.kind === "loop") {
    return [{ file, node: field(binding.loop, "right") ?? binding.loop, goesUp }];
  }
  if (binding.kind === "parameter") {
    const passed = goesUp ? (passedTo(program, owner, binding.node) ?? []) : [];
    const parameter = parameterKey(owner, name);
    return passed.flatMap((at) => (at ? [{ ...at, goesUp, parameter }] : []));
  }
  return "value" in binding ? [{ file, node: binding.value, goesUp }] : [];
}

/** Not the name of an attribute or a keyword. */
function isName(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === "attribute") return field(parent, "attribute")?.id !== node.id;
  return parent?.type !== "keyword_argument" || field(parent, "name")?.id !== node.id;
}
