/** Calls of the MCP libraries that give tool objects or pass a function through. */

import type { Node } from "web-tree-sitter";
import type { Maker } from "../forms/library.js";
import { isOfLibraries, makerOf } from "../forms/library-queries.js";
import { type At, field, nameOf } from "../source/nodes.js";
import type { Program } from "./program.js";
import { type Arguments, argumentsOf, type Env, unknown, type Value } from "./values.js";

/** The tool that `Tool.from_function(…)` makes, or undefined for any other function from outside. */
export function toolObject(
  program: Program,
  path: string,
  at: At,
  env: Env,
): readonly Value[] | undefined {
  if (!isOfLibraries(path)) return passedThrough(program, path, at, env);
  const maker = makerOf(path);
  if (maker?.makes === "tool of a tool") return fromTool(program, at, env, maker);
  return maker?.makes === "tool" ? fromFunction(program, at, env, maker) : undefined;
}

function fromFunction(program: Program, at: At, env: Env, maker: Maker): readonly Value[] {
  const given = argumentsOf(at.node);
  const [fn, name, description] = ["fn", "name", "description"].map((each) =>
    argumentNamed(given, maker, each),
  );
  const value = (node: typeof fn) => (node ? program.evaluate({ file: at.file, node }, env) : []);
  const values = value(fn);
  const free = values.find((each) => each.kind === "free");
  if (free) return [free];
  return [
    {
      kind: "tool",
      ...at,
      fn: values,
      name: value(name),
      ...(description && { description: { file: at.file, node: description } }),
    },
  ];
}

/** By keyword, else by its place. */
function argumentNamed(given: Arguments, { parameters }: Maker, name: string): Node | undefined {
  return given.named.get(name) ?? given.positional[parameters.indexOf(name)];
}

const LOOKED_UP = unknown(
  "it is made from another tool (`Tool.from_tool`) that is looked up when the server runs; give it the tool object itself",
);

/**
 * `Tool.from_tool(tool, name=…, transform_fn=…)` of fastmcp. The account reaches the tool's own function
 * with the other arguments, unless a `transform_fn` without `**kwargs` says which arguments there are:
 * fastmcp refuses one that lacks an argument of the tool it is made from.
 */
function fromTool(program: Program, at: At, env: Env, maker: Maker): readonly Value[] {
  const given = argumentsOf(at.node);
  const values = (name: string): readonly Value[] => {
    const node = argumentNamed(given, maker, name);
    return node ? program.evaluate({ file: at.file, node }, env) : [];
  };
  const parents = values("tool");
  const isName = argumentNamed(given, maker, "tool")?.type === "identifier";
  const own = values("transform_fn").filter(({ kind }) => kind !== "none");
  const takesOwn = own.length > 0 && !own.some(takesAnything);
  const description = given.named.get("description");
  const names = values("name").filter(({ kind }) => kind !== "none");
  return parents.map((parent): Value => {
    if (parent.kind === "free" && isName) return parent;
    return {
      kind: "tool",
      ...at,
      fn: takesOwn ? own : functionsOf(parent),
      name: names.length > 0 ? names : nameOfTool(parent),
      ...(description && { description: { file: at.file, node: description } }),
      ...(takesOwn && { from: parent.kind === "tool" ? parent.fn : [parent] }),
    };
  });
}

function functionsOf(parent: Value): readonly Value[] {
  if (parent.kind === "tool") return parent.fn;
  return /^(free|made|none|unknown)$/.test(parent.kind) ? LOOKED_UP : [parent];
}

function nameOfTool(value: Value): readonly Value[] {
  if (value.kind === "tool") return value.name;
  return value.kind === "function" ? [{ kind: "string", value: nameOf(value.node) }] : [];
}

function takesAnything(value: Value): boolean {
  if (value.kind !== "function") return false;
  const parameters = field(value.node, "parameters")?.namedChildren ?? [];
  return parameters.some((each) =>
    [each, each.firstNamedChild].some((node) => node?.type === "dictionary_splat_pattern"),
  );
}

/** `functools.partial(fn, …)` and the like give the function on. */
function passedThrough(
  program: Program,
  path: string,
  at: At,
  env: Env,
): readonly Value[] | undefined {
  if (!/^(functools\.partial|typing\.cast|types\.MethodType)$/.test(path)) return undefined;
  const given = argumentsOf(at.node).positional;
  const node = path === "typing.cast" ? given[1] : given[0];
  return node && program.evaluate({ file: at.file, node }, env);
}
