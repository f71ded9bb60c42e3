/** Calls of the MCP libraries that give tool objects or pass a function through. */

import type { Program } from "../program.js";
import type { At } from "../tree.js";
import { evaluate } from "./evaluate.js";
import { argumentsOf, type Env, unknown, type Value } from "./values.js";

/** The tool that `Tool.from_function(…)` makes, or undefined for any other function from outside. */
export function toolObject(
  program: Program,
  path: string,
  at: At,
  env: Env,
): readonly Value[] | undefined {
  if (!/^(mcp|fastmcp)\./.test(path)) return passedThrough(program, path, at, env);
  if (/\bTool\.from_tool$/.test(path)) {
    return unknown(
      "it is made from another tool (`Tool.from_tool`), whose function lies elsewhere",
    );
  }
  if (!/\b(Function)?Tool\.from_function$/.test(path)) return undefined;
  const given = argumentsOf(at.node);
  const fn = given.named.get("fn") ?? given.positional[0];
  const name = given.named.get("name") ?? given.positional[1];
  const description = given.named.get("description") ?? given.positional[2];
  const value = (node: typeof fn) => (node ? evaluate(program, { file: at.file, node }, env) : []);
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
  return node && evaluate(program, { file: at.file, node }, env);
}
