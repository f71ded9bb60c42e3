/** Who calls a function: each call with what it binds. */

import type { Node } from "web-tree-sitter";
import { identifiers } from "../source/identifiers.js";
import {
  type At,
  classOf,
  enclosingFunction,
  field,
  keyOf,
  nameOf,
  selfOf,
} from "../source/nodes.js";
import { ancestorsOf, descendantsOf } from "./classes.js";
import { loopEnvs } from "./loops.js";
import { argumentBindings, type Bindings, decoratedBindings } from "./parameters.js";
import type { Program } from "./program.js";
import { bindingKey, type Env, emptyEnv, extend, type FreeValue, type Value } from "./values.js";

/** A call, or a decorator that applies the function to what stands under it. */
export type Use =
  | { readonly kind: "call"; readonly call: At; readonly env: Env }
  | { readonly kind: "decorator"; readonly decorated: Value; readonly made?: At };

/**
 * The environments that the callers of a free parameter's function make of `env`. Undefined where nobody
 * calls it; none where those who do are methods of other objects than the one that `env` is about.
 */
export function callerEnvs(
  program: Program,
  free: FreeValue,
  env: Env,
): readonly Env[] | undefined {
  const { owner } = free;
  const uses = usesOf(program, owner);
  const self = selfOf(owner.node);
  const objects = self === undefined ? undefined : env.bound.get(bindingKey(owner, self))?.();
  const own = objects ? uses.filter((use) => mayBeOf(program, objects, use)) : uses;
  const envs = envsOf(program, owner, own, env);
  return envs.length > 0 || own.length < uses.length ? envs : undefined;
}

function envsOf(program: Program, owner: At, uses: readonly Use[], env: Env): readonly Env[] {
  return uses.flatMap((use) => {
    if (use.kind === "decorator") {
      const outer = use.made ? outerBindings(program, owner, use.made, emptyEnv) : [];
      return [extend(env, [...outer, ...decoratedBindings(program, owner, use.decorated)])];
    }
    return loopEnvs(program, use.call, use.env).map((turn) => {
      const bound = isBound(owner, use.call.node);
      const inner = field(use.call.node, "function");
      const made = inner?.type === "call" && { file: use.call.file, node: inner };
      const outer = made ? outerBindings(program, owner, made, turn) : [];
      return extend(env, [...outer, ...argumentBindings(program, owner, use.call, turn, bound)]);
    });
  });
}

/** Whether a call `self.method(…)` can be one on these objects: those of each class have callers of their own. */
function mayBeOf(program: Program, objects: readonly Value[], use: Use): boolean {
  if (use.kind !== "call") return true;
  const caller = enclosingFunction(use.call.node);
  const holder = caller && classOf(caller);
  const object = field(use.call.node, "function")?.childForFieldName("object");
  if (!holder || object?.type !== "identifier" || object.text !== selfOf(caller)) return true;
  const key = keyOf({ file: use.call.file, node: holder });
  return objects.every(
    (value) =>
      value.kind !== "instance" ||
      ancestorsOf(program, value.of).some((each) => keyOf(each) === key),
  );
}

/** Whether the call leaves the first parameter to the object: a method called on one, a class called. */
function isBound(owner: At, call: Node): boolean {
  if (!classOf(owner.node)) return false;
  if (nameOf(owner.node) === "__init__") return true;
  return field(call, "function")?.type === "attribute";
}

/** Every call and decoration of a function that can be seen in the sources. */
export function usesOf(program: Program, owner: At): readonly Use[] {
  return program.remember(`uses ${keyOf(owner)}`, () => {
    const outer = enclosingFunction(owner.node);
    const direct = names(program, owner).flatMap((at) => directUse(program, owner, at));
    return outer
      ? [...direct, ...returnedUses(program, owner, { file: owner.file, node: outer })]
      : direct;
  });
}

/** The identifiers that could mean the function. */
function names(program: Program, owner: At): readonly At[] {
  const name = nameOf(owner.node);
  const holder = classOf(owner.node);
  if (holder && name === "__init__")
    return constructorNames(program, { file: owner.file, node: holder });
  if (!holder && enclosingFunction(owner.node)) return identifiers(program, owner.file, name);
  return program.uses(name);
}

/** The names of the class and of the classes that inherit its constructor. */
function constructorNames(program: Program, holder: At): readonly At[] {
  const of = { kind: "class", ...holder, env: emptyEnv } as const;
  const heirs = descendantsOf(program, of).filter((heir) => {
    return !program.scope({ file: heir.file, node: heir.node }).bindings.has("__init__");
  });
  return [holder, ...heirs].flatMap((each) => program.uses(nameOf(each.node)));
}

function directUse(program: Program, owner: At, at: At): Use[] {
  const whole = at.node.parent?.type === "attribute" ? at.node.parent : at.node;
  const parent = whole.parent;
  if (parent?.type === "decorator") {
    const decorated = decoratedBy(at.file, parent);
    return decorated && means(program, owner, { file: at.file, node: whole })
      ? [{ kind: "decorator", decorated }]
      : [];
  }
  if (parent?.type !== "call" || field(parent, "function")?.id !== whole.id) return [];
  if (whole.type === "attribute" && field(whole, "attribute")?.id !== at.node.id) return [];
  if (!means(program, owner, { file: at.file, node: whole })) return [];
  return [{ kind: "call", call: { file: at.file, node: parent }, env: emptyEnv }];
}

/** Whether an expression can mean the function; for a method, an object of unknown class can. */
function means(program: Program, owner: At, at: At): boolean {
  const holder = classOf(owner.node);
  const values = program.evaluate(at, emptyEnv);
  if (values.some((value) => value.kind === "function" && keyOf(value) === keyOf(owner)))
    return true;
  if (holder && values.some((value) => value.kind === "class")) return true;
  const open = values.every((value) => value.kind === "free" || value.kind === "unknown");
  return holder !== undefined && at.node.type === "attribute" && open;
}

/** Uses of an inner function that its outer function returns: `outer(…)(x)` and `@outer(…)`. */
function returnedUses(program: Program, owner: At, outer: At): Use[] {
  if (!new RegExp(`\\breturn\\s+${nameOf(owner.node)}\\b`).test(outer.node.text)) return [];
  return usesOf(program, outer).flatMap((use): Use[] => {
    if (use.kind === "decorator") return [];
    const parent = use.call.node.parent;
    if (parent?.type === "call" && field(parent, "function")?.id === use.call.node.id) {
      return [{ kind: "call", call: { file: use.call.file, node: parent }, env: use.env }];
    }
    const decorated = parent?.type === "decorator" && decoratedBy(use.call.file, parent);
    if (!decorated) return [];
    return [{ kind: "decorator", decorated, made: use.call }];
  });
}

/** What the call of the outer function, which gave the inner one, binds in it. */
function outerBindings(program: Program, owner: At, made: At, env: Env): Bindings {
  const outer = enclosingFunction(owner.node);
  if (!outer) return [];
  const at = { file: owner.file, node: outer };
  return argumentBindings(program, at, made, env, isBound(at, made.node));
}

export function decoratedBy(file: string, decorator: Node): Value | undefined {
  const definition = decorator.parent?.childForFieldName("definition");
  if (definition?.type !== "function_definition") return undefined;
  return { kind: "function", file, node: definition, env: emptyEnv, decorator };
}
