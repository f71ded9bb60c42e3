/** The questions that following an expression raises. Each part answers some, and asks the others of the whole. */

import type { ts } from "../source/compiler.js";
import type { FunctionNode } from "../source/nodes.js";
import type { Project } from "../source/parse.js";
import type { Declared } from "../source/scope.js";
import type { Env, Fn, Instance, Thunk, Value, Values } from "./value.js";

export interface Evaluator extends Environments, Contexts, Applied {
  readonly project: Project;
  /** Every value that the expression may have in this environment. */
  evaluate(node: ts.Expression, env?: Env): Values;
  /** The same, worked out when asked for. */
  later(node: ts.Expression, env: Env): Thunk;
  /** A thunk that is worked out once. */
  lazy(make: Thunk): Thunk;
  /**
   * The answer to another question about a node, of a kind that has a name: worked out once, with a budget
   * of its own. `inCircle` is the answer where it is asked for by its own working out.
   */
  ask<T>(about: string, node: ts.Node, work: () => T, inCircle: T): T;
  /** Whether the steps for this server are used up, so that answers may be missing. */
  isExhausted(): boolean;
}

/** Environments, and what is bound in them: made of the same again, they are the same. */
export interface Environments {
  /** An environment with more bindings, inside a function or loop. */
  enter(
    env: Env,
    node: ts.Node,
    bound: Iterable<readonly [ts.Node, Thunk]>,
    self?: Value | undefined,
  ): Env;
  /** An environment in which `this` is known. */
  withSelf(env: Env, self: Value): Env;
  /** An instance of which nothing was seen but its class, as it is in an environment around that. */
  seenIn(instance: Instance, env: Env): Instance;
  /** One value, as what something is bound to. */
  only(value: Value): Thunk;
  /** A list of these items, as what something is bound to. */
  listed(node: ts.Node, items: readonly Thunk[]): Thunk;
  /**
   * What an expression can depend on of an environment. On many paths that differ in other things it is the
   * same, and so is what the expression is.
   */
  restricted(env: Env, node: ts.Node): Env;
}

/** The paths by which a place is reached. */
export interface Contexts {
  /**
   * The environments in which a place is reached, as far as the needed expressions can tell them apart.
   * At least one: `env` itself.
   */
  environmentsOf(node: ts.Node, env: Env, needed: readonly ts.Expression[]): Env[];
  /** What callers anywhere pass for a parameter. */
  argumentsFor(parameter: ts.ParameterDeclaration): Values;
  /** `this` at a place. */
  selfAt(node: ts.Node, env: Env): Values;
  elementsOf(values: Values, node: ts.Node, env: Env): Values;
  itemsOf(value: Value): readonly Thunk[];
}

/** What calls and members give. */
export interface Applied {
  call(node: ts.CallExpression, env: Env): Values;
  construct(node: ts.NewExpression, env: Env): Values;
  /** What a function returns for these arguments. */
  apply(fn: Fn, passed: readonly Thunk[], node: ts.Node): Values;
  /** The values of every `return` of a function in whose environment the parameters are bound. */
  returnsOf(node: FunctionNode, env: Env): Values;
  /** A list of expressions as thunks, spread ones taken apart where they are known. */
  spread(nodes: readonly ts.Expression[], env: Env): Thunk[];
  bindParameters(
    node: FunctionNode,
    passed: readonly Thunk[],
    env: Env,
  ): (readonly [ts.Node, Thunk])[];
  member(owners: Values, name: string, node: ts.Node, env: Env): Values;
  valueOf(declared: Declared, env: Env): Values;
  /** What a file exports under a name. */
  exported(file: string, name: string, node: ts.Node): Values;
  /** Everything that a file exports, by name. */
  exportsOf(file: string): ReadonlyMap<string, Thunk>;
}
