/** `object.name`: members of modules, classes and objects. */

import { type At, ancestor, enclosingFunction, field, keyOf, nameOf } from "../source/nodes.js";
import { bound } from "./bindings.js";
import { ancestorsOf } from "./classes.js";
import { loopEnvs } from "./loops.js";
import { moduleNames } from "./members.js";
import { growth } from "./mutations.js";
import { argumentBindings } from "./parameters.js";
import type { Program } from "./program.js";
import {
  type ClassValue,
  type Env,
  emptyEnv,
  extend,
  type InstanceValue,
  unknown,
  type Value,
} from "./values.js";

/** The values of an attribute of any of these objects. */
export function attributeOf(
  program: Program,
  objects: readonly Value[],
  name: string,
): readonly Value[] {
  return objects.flatMap((object) => attribute(program, object, name));
}

function attribute(program: Program, object: Value, name: string): readonly Value[] {
  switch (object.kind) {
    case "module": {
      if (name !== "__all__") return program.moduleMember(object.target, name);
      const all = program.moduleMember(object.target, "__all__");
      if (!all.every((value) => value.kind === "unknown")) return all;
      const items = moduleNames(program, object.target).map((value) => [
        { kind: "string", value } as const,
      ]);
      return [{ kind: "list", items }];
    }
    case "class":
      return classMember(program, object, name, undefined);
    case "instance":
      return instanceMember(program, object, name);
    case "outside":
      return [{ kind: "outside", path: `${object.path}.${name}` }];
    case "made":
      return [{ kind: "outside", path: `${object.path}().${name}` }];
    case "tool":
      if (name === "fn") return object.fn;
      if (name === "name") return object.name;
      return unknown(`\`.${name}\` of a tool`);
    case "function":
      if (name === "__name__") return [{ kind: "string", value: nameOf(object.node) }];
      if (name === "fn" || name === "__wrapped__" || name === "__func__") return [object];
      return unknown(`\`.${name}\` of a function`);
    case "free":
    case "unknown":
      return [object];
    default:
      return unknown(`\`.${name}\` of a value that is worked out at run time`);
  }
}

/** A name of a class or one of its bases inside the server; methods come bound to `self`. */
function classMember(
  program: Program,
  of: ClassValue,
  name: string,
  self: Value | undefined,
): readonly Value[] {
  if (name === "__name__") return [{ kind: "string", value: nameOf(of.node) }];
  for (const each of ancestorsOf(program, of)) {
    const at = { file: each.file, node: each.node };
    const bindings = program.scope(at).bindings.get(name);
    if (!bindings) continue;
    const values = bound(program, at, name, bindings, each.env);
    if (!self) return values;
    return values.map((value) => (value.kind === "function" ? { ...value, self } : value));
  }
  return unknown(`${nameOf(of.node)} has no \`${name}\` that can be seen`);
}

function instanceMember(program: Program, object: InstanceValue, name: string): readonly Value[] {
  if (name === "__class__") return [object.of];
  const assigned = assignments(program, object, name);
  const member = classMember(program, object.of, name, object);
  const known = member.filter((value) => value.kind !== "unknown" && value.kind !== "none");
  const all = [...assigned.filter((value) => value.kind !== "none"), ...known];
  return all.length > 0 ? all : member;
}

/** What methods of the class and its bases assign to `self.name`. */
function assignments(program: Program, object: InstanceValue, name: string): readonly Value[] {
  return ancestorsOf(program, object.of).flatMap((of) => {
    const found = assignedIn(program, of, name);
    const values = found.flatMap((at) => {
      const envs = loopEnvs(program, at, constructorEnv(program, object, at));
      return envs.flatMap((env) => program.evaluate(at, env));
    });
    return growth(program, { file: of.file, node: of.node }, `self.${name}`, values, object.env);
  });
}

/** The right sides of `self.name = …` in a class. */
export function assignedIn(program: Program, of: At, name: string): readonly At[] {
  return program.remember(`self ${keyOf(of)} ${name}`, () => {
    const module = program.module(of.file);
    const text = module?.text.slice(of.node.startIndex, of.node.endIndex) ?? "";
    const pattern = new RegExp(`\\bself\\.${name}\\s*(?::[^=\\n]+)?=(?!=)`, "g");
    const found: At[] = [];
    for (const match of text.matchAll(pattern)) {
      const node = module?.root.descendantForIndex(of.node.startIndex + match.index);
      const statement = node && ancestor(node, "assignment");
      const right = statement && field(statement, "right");
      if (right) found.push({ file: of.file, node: right });
    }
    return found;
  });
}

/** Where a value is set in `__init__` of an object whose making is known: the arguments it was made with. */
function constructorEnv(program: Program, object: InstanceValue, at: At): Env {
  const method = enclosingFunction(at.node);
  if (!method || !object.call || nameOf(method) !== "__init__") return object.of.env;
  const owner = { file: at.file, node: method };
  return extend(object.of.env, argumentBindings(program, owner, object.call, object.env, true), 1);
}

/** An object made by a call that nothing is known about but its class. */
export function instanceOf(of: ClassValue, env: Env = emptyEnv): InstanceValue {
  return { kind: "instance", of, env };
}
