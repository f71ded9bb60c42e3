/** Where a value is put: whether that outlives the tool's call. */

import type { Node } from "web-tree-sitter";
import { exits } from "../../evaluate/calls.js";
import type { Program } from "../../evaluate/program.js";
import { passedTo } from "../../evaluate/texts/passed.js";
import { emptyEnv, type Value } from "../../evaluate/values.js";
import {
  type At,
  ancestor,
  classOf,
  enclosingFunction,
  field,
  keyOf,
  selfOf,
} from "../../source/nodes.js";
import type { Binding } from "../../source/scope.js";
import type { Lifetimes } from "./lifetime.js";

/** How many names, calls and attributes lead from one to another. */
const DEEPEST = 6;

/** Whether what stands on the left of an assignment, or is added to, is still there in the next call. */
export function isKept(lifetimes: Lifetimes, at: At, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  return lifetimes.once(`${keyOf(at)} ${depth}`, () => isKeptNode(lifetimes, at, depth));
}

function isKeptNode(lifetimes: Lifetimes, { file, node }: At, depth: number): boolean {
  const inner = (child: Node | undefined) =>
    child !== undefined && isKept(lifetimes, { file, node: child }, depth + 1);
  switch (node.type) {
    case "identifier":
      return isKeptName(lifetimes, { file, node }, depth);
    case "attribute":
      return isKeptAttribute(lifetimes, { file, node }, depth);
    case "subscript":
      return inner(field(node, "value"));
    case "call":
      return isKeptResult(lifetimes, { file, node }, depth);
    default:
      return false;
  }
}

/** The keys by which a value is put where it is kept: `a[key][other]`, `a.setdefault(key, {})[other]`. */
export function keysIn(node: Node): readonly Node[] {
  const own = node.type === "subscript" ? node.childrenForFieldName("subscript") : [];
  const inner = field(node, "value") ?? field(node, "object") ?? field(node, "function");
  const given = node.type === "call" ? (field(node, "arguments")?.namedChildren ?? []) : [];
  return [...own, ...given, ...(inner ? keysIn(inner) : [])].filter((each) => each !== null);
}

/** The keys by which a local name's object is found: `mine = kept[account]`, then `mine[key] = value`. */
export function keysBehind(program: Program, { file, node }: At, depth = 0): readonly Node[] {
  const owner = enclosingFunction(node);
  let root: Node = node;
  for (
    let next: Node | undefined = root;
    next;
    next = field(root, "value") ?? field(root, "object")
  ) {
    root = next;
  }
  if (root.type !== "identifier" || !owner || depth > DEEPEST) return [];
  const bindings = program.scope({ file, node: owner }).bindings.get(root.text) ?? [];
  return bindings.flatMap((binding) =>
    binding.kind === "assign"
      ? [...keysIn(binding.value), ...keysBehind(program, { file, node: binding.value }, depth + 1)]
      : [],
  );
}

const scopes = new Set(["function_definition", "lambda", "class_definition", "module"]);

function isKeptName(lifetimes: Lifetimes, { file, node }: At, depth: number): boolean {
  const { program } = lifetimes;
  const user = enclosingFunction(node);
  for (let scope = ancestor(node, scopes); scope; scope = ancestor(scope, scopes)) {
    const owner = { file, node: scope };
    const { bindings, globals } = program.scope(owner);
    if (globals.has(node.text)) return true;
    const found = bindings.get(node.text);
    if (!found) continue;
    if (scope.type === "module")
      return found.some((each) => isOwnName(lifetimes, { file, node }, each));
    if (scope.type === "class_definition") return true;
    // The name of a function around this one, which runs once for many calls.
    if (scope.id !== user?.id) return isOfEarlier(lifetimes, owner, found);
    return found.some((binding) => leadsToKept(lifetimes, owner, binding, depth));
  }
  return false;
}

function isOfEarlier(lifetimes: Lifetimes, owner: At, bindings: readonly Binding[]): boolean {
  if (owner.node.type !== "function_definition") return false;
  return bindings.every(({ kind }) => kind !== "parameter") && lifetimes.runsOutside(owner);
}

/** Not a module from outside, and not a variable that each call has its own of. */
function isOwnName({ program }: Lifetimes, at: At, binding: Binding): boolean {
  const values = program.evaluate(at, emptyEnv);
  if (values.some(isOfCall)) return false;
  return binding.kind !== "import" || !values.every(({ kind }) => kind === "outside");
}

/** A context variable, and what hands on instead of keeping. */
function isOfCall(value: Value): boolean {
  return (
    "path" in value &&
    /^contextvars\.|^(?:asyncio|queue|multiprocessing)\.\w*Queue\b|^boto|^aioboto/.test(value.path)
  );
}

/** A local name for something that is kept; a default that is made once. */
function leadsToKept(lifetimes: Lifetimes, owner: At, binding: Binding, depth: number): boolean {
  const { file } = owner;
  if (binding.kind === "assign") return isKept(lifetimes, { file, node: binding.value }, depth + 1);
  if (binding.kind !== "parameter") return binding.kind === "function" || binding.kind === "class";
  const made = field(binding.node, "value");
  if (made && /^(dictionary|list|set|call)$/.test(made.type)) return true;
  const passed = passedTo(lifetimes.program, owner, binding.node) ?? [];
  return passed.some((at) => at !== undefined && isKept(lifetimes, at, depth + 1));
}

function isKeptAttribute(lifetimes: Lifetimes, { file, node }: At, depth: number): boolean {
  const object = field(node, "object");
  if (!object) return false;
  const method = enclosingFunction(node);
  const around = method && classOf(method);
  if (around && object.text === selfOf(method)) {
    return isOfClass({ file, node: method }) || lifetimes.outlives({ file, node: around });
  }
  const values = lifetimes.program.evaluate({ file, node: object }, emptyEnv);
  if (values.some(isOfCall)) return false;
  if (values.some(({ kind }) => /^(class|function)$/.test(kind))) return true;
  if (values.some((value) => value.kind === "module" && value.target.kind !== "outside"))
    return true;
  return isKept(lifetimes, { file, node: object }, depth + 1);
}

/** Whether a method's first parameter is the class itself. */
function isOfClass({ node }: At): boolean {
  const outer = node.parent;
  return (
    outer?.type === "decorated_definition" &&
    outer.namedChildren.some(
      ({ type, text }) => type === "decorator" && /^@\s*classmethod\b/.test(text),
    )
  );
}

/** What a function returns that is kept, and what `get` and `setdefault` give of it. */
function isKeptResult(lifetimes: Lifetimes, { file, node }: At, depth: number): boolean {
  const callee = field(node, "function");
  if (!callee) return false;
  if (
    callee.type === "attribute" &&
    /^(get|setdefault)$/.test(field(callee, "attribute")?.text ?? "")
  ) {
    const object = field(callee, "object");
    return object !== undefined && isKept(lifetimes, { file, node: object }, depth + 1);
  }
  const values = lifetimes.program.evaluate({ file, node: callee }, emptyEnv);
  return values.some(
    (value) =>
      value.kind === "function" &&
      exits(lifetimes.program, value).results.some((result) =>
        isKept(lifetimes, { file: value.file, node: result }, depth + 1),
      ),
  );
}
