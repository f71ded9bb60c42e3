/** Whether a call by a tool's name is seen to call something else: another module's function, another object's method. */

import { basename, dirname } from "node:path";
import type { Node } from "web-tree-sitter";
import { attributeOf, instanceOf } from "../evaluate/attributes.js";
import { ancestorsOf, basesOf } from "../evaluate/classes.js";
import { solve } from "../evaluate/paths.js";
import type { Program } from "../evaluate/program.js";
import { type ClassValue, emptyEnv, type FreeValue, type Value } from "../evaluate/values.js";
import { isOfLibraries } from "../forms/library-queries.js";
import {
  type At,
  classOf,
  enclosingFunction,
  field,
  keyOf,
  nameOf,
  parameterName,
} from "../source/nodes.js";

/** Steps for all calls of a server: thousands of objects have a method called `get`, as a tool may be. */
const MOST_STEPS = 100_000;

/**
 * Whether the name at an offset (UTF-16) of a file, where it is called, cannot mean the function. False
 * wherever that cannot be told: a parameter that nothing says the type of, an object made by name.
 */
export function callsAnother(
  program: Program,
  definition: At,
  file: string,
  offset: number,
): boolean {
  const node = program.module(file)?.root.descendantForIndex(offset);
  if (node?.type !== "identifier") return false;
  const { parent } = node;
  const isMember = parent?.type === "attribute" && field(parent, "attribute")?.id === node.id;
  const object = isMember ? field(parent, "object") : undefined;
  if (isMember && !object) return false;
  const values = program.withinBudget("callees", MOST_STEPS, () =>
    object ? objectsOf(program, { file, node: object }) : solved(program, { file, node }),
  );
  const isAnother = (value: Value): boolean =>
    object
      ? isAnotherObject(program, definition, value, node.text)
      : isAnotherFunction(definition, value);
  return values.length > 0 && values.every(isAnother);
}

function solved(program: Program, at: At): readonly Value[] {
  return solve(program, at, emptyEnv).flatMap((solution) => solution.values);
}

/** What an object can be: by its parameter's annotation where it has one, else by who passes it. */
function objectsOf(program: Program, at: At): readonly Value[] {
  const [only, more] = program.evaluate(at, emptyEnv);
  const annotated = only?.kind === "free" && !more ? annotatedAs(program, only) : [];
  return annotated.length > 0 ? annotated : solved(program, at);
}

function annotatedAs(program: Program, { owner, name }: FreeValue): readonly Value[] {
  const parameters = field(owner.node, "parameters")?.namedChildren ?? [];
  const parameter = parameters.find((each) => parameterName(each)?.text === name);
  const type = parameter && field(parameter, "type");
  return (type ? namesIn(type) : []).flatMap((node): readonly Value[] => {
    const values = program.evaluate({ file: owner.file, node }, emptyEnv);
    return values.flatMap((value): readonly Value[] => {
      if (value.kind === "class") return [instanceOf(value)];
      const isForm = value.kind === "outside" && /^(typing|builtins)\./.test(value.path);
      return isForm ? [] : [value];
    });
  });
}

/** The names and dotted names in an annotation. */
function namesIn(type: Node): Node[] {
  const dotted = type.descendantsOfType("attribute");
  const plain = type.descendantsOfType("identifier");
  return [...dotted, ...plain.filter((node) => node.parent?.type !== "attribute")];
}

function isAnotherObject(program: Program, definition: At, object: Value, name: string): boolean {
  switch (object.kind) {
    case "string":
    case "list":
    case "dict":
      return true;
    case "outside":
      return !mayBeOwn(definition, object.path);
    case "made":
      return (
        !mayBeOwn(definition, object.path) &&
        !makesAnything.test(object.path) &&
        !isOfLibraries(object.path)
      );
    case "class":
    case "instance": {
      const of = object.kind === "class" ? object : object.of;
      if (mayStandFor(program, definition, of)) return false;
      return members(program, object, name).every((each) => isAnotherFunction(definition, each));
    }
    case "module":
      return members(program, object, name).every((each) => isAnotherFunction(definition, each));
    default:
      return false;
  }
}

/** Calls that give any object, or one that anything was put into. */
const makesAnything = /import|namespace|load|partial|proxy/i;

function members(program: Program, object: Value, name: string): readonly Value[] {
  const found = attributeOf(program, [object], name);
  return found.length > 0 ? found : [{ kind: "unknown", reason: "it has no such member" }];
}

/** A function inside another may be a wrapper that passes its arguments on, unless it has the name itself. */
function isAnotherFunction(definition: At, value: Value): boolean {
  if (value.kind === "class") return true;
  if (value.kind === "outside") return !mayBeOwn(definition, value.path);
  if (value.kind !== "function" || keyOf(value) === keyOf(definition)) return false;
  return nameOf(value.node) === nameOf(definition.node) || !enclosingFunction(value.node);
}

/** Whether an object of a class may be one of the function's class: that derives from it, or may fit its protocol. */
function mayStandFor(program: Program, definition: At, of: ClassValue): boolean {
  const holder = classOf(definition.node);
  if (!holder) return false;
  const own: ClassValue = { kind: "class", file: definition.file, node: holder, env: emptyEnv };
  const isBase = ancestorsOf(program, own).some((each) => keyOf(each) === keyOf(of));
  const isProtocol = basesOf(program, of).some(
    (base) => base.kind === "outside" && /\bProtocol$/.test(base.path),
  );
  return isProtocol || (isBase && keyOf(own) !== keyOf(of));
}

/** Whether a path from outside may lead to the function's module after all, by a way that is not followed. */
function mayBeOwn(definition: At, path: string): boolean {
  const stem = basename(definition.file, ".py");
  const module = stem === "__init__" ? basename(dirname(definition.file)) : stem;
  const holder = classOf(definition.node);
  const parts = path.replaceAll("()", "").split(".");
  return parts.includes(module) || (holder !== undefined && parts.includes(nameOf(holder)));
}
