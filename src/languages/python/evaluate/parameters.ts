/** What a call gives to the parameters of the function it calls. */

import type { Node } from "web-tree-sitter";
import { type At, field, parameterName } from "../source/nodes.js";
import type { Program } from "./program.js";
import { argumentsOf, bindingKey, type Env, emptyEnv, unknown, type Value } from "./values.js";

export type Bindings = [string, () => readonly Value[]][];

/**
 * The bindings that a call makes in the function `owner`. `bound` says that the first parameter is
 * given by the object (`self`) and not by the call. Parameters the call leaves out get their default.
 */
export function argumentBindings(
  program: Program,
  owner: At,
  call: At,
  env: Env,
  bound: boolean,
): Bindings {
  const given = argumentsOf(call.node);
  const value = (node: Node) =>
    program.lazily(() => program.evaluate({ file: call.file, node }, env));
  return bindParameters(program, owner, bound, (name, index) => {
    const node = given.named.get(name) ?? given.positional[index];
    if (node) return value(node);
    return given.starred ? () => unknown("it is passed through `*` or `**`") : undefined;
  });
}

/** The bindings of a decorator's application: the first parameter is what it decorates. */
export function decoratedBindings(program: Program, owner: At, decorated: Value): Bindings {
  return bindParameters(program, owner, false, (_, index) =>
    index === 0 ? () => [decorated] : undefined,
  );
}

function bindParameters(
  program: Program,
  owner: At,
  bound: boolean,
  argument: (name: string, index: number) => (() => readonly Value[]) | undefined,
): Bindings {
  const parameters = field(owner.node, "parameters")?.namedChildren ?? [];
  const bindings: Bindings = [];
  let index = bound ? -1 : 0;
  for (const parameter of parameters) {
    if (parameter.type === "comment") continue;
    const name = parameterName(parameter)?.text;
    if (name && index >= 0) {
      const given = argument(name, index) ?? defaultOf(program, owner, parameter);
      bindings.push([bindingKey(owner, name), given]);
    }
    index++;
  }
  return bindings;
}

function defaultOf(program: Program, owner: At, parameter: Node): () => readonly Value[] {
  const value = field(parameter, "value");
  if (!value) return () => unknown("nothing is passed for it");
  const { file } = owner;
  return program.lazily(() => program.evaluate({ file, node: value }, emptyEnv));
}
