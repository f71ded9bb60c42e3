/** Calls of Python itself that lead from one collection or object to another. */

import type { Node } from "web-tree-sitter";
import { type At, field } from "../source/nodes.js";
import { attributeOf } from "./attributes.js";
import { descendantsOf } from "./classes.js";
import { elementsOf, indexed } from "./elements.js";
import { markedMethods } from "./marked.js";
import { moduleNames } from "./members.js";
import { lookUp } from "./names.js";
import type { Program } from "./program.js";
import { argumentsOf, type Env, emptyEnv, unknown, type Value } from "./values.js";

/** The result of such a call, or undefined where it is none of them. */
export function builtinCall(
  program: Program,
  at: At,
  callee: Node,
  env: Env,
): readonly Value[] | undefined {
  const given = argumentsOf(at.node).positional.map(
    (node) => () => program.evaluate({ file: at.file, node }, env),
  );
  if (callee.type === "identifier") {
    const made = functions[callee.text];
    if (!made || lookUp(program, { file: at.file, node: callee }, callee.text, emptyEnv)) {
      return undefined;
    }
    return made(program, given, at);
  }
  if (callee.type !== "attribute") return undefined;
  const name = field(callee, "attribute")?.text ?? "";
  const object = field(callee, "object");
  if (!object) return undefined;
  const known = (): readonly Value[] => program.evaluate({ file: at.file, node: object }, env);
  if (name === "getmembers" && object.text === "inspect") return members(program, given, at);
  return methods[name]?.(program, known(), given);
}

type Given = readonly (() => readonly Value[])[];

const same = (_: Program, given: Given): readonly Value[] | undefined => given[0]?.();

const functions: Record<
  string,
  (program: Program, given: Given, at: At) => readonly Value[] | undefined
> = {
  list: same,
  tuple: same,
  set: same,
  sorted: same,
  reversed: same,
  iter: same,
  dict: same,
  cast: (_, given) => given[1]?.(),
  getattr: (program, given) => reflected(program, given),
  dir: (program, given, at) =>
    members(program, given, at).map((value) =>
      value.kind === "list" ? { kind: "list", items: value.items.map(nameIn) } : value,
    ),
  vars: (program, given) => namespace(program, given[0]?.() ?? []),
  enumerate: (_, given) => {
    const items = elementsOf(given[0]?.() ?? []);
    return [{ kind: "list", items: items.map((item) => [pair(unknown("a number"), item)]) }];
  },
  zip: (_, given) => {
    const columns = given.map((each) => elementsOf(each()));
    const rows = (columns[0] ?? []).map((_item, row) => columns.map((column) => column[row] ?? []));
    return [{ kind: "list", items: rows.map((items) => [{ kind: "list", items }]) }];
  },
};

const methods: Record<
  string,
  (program: Program, object: readonly Value[], given: Given) => readonly Value[] | undefined
> = {
  values: (_, object) => fromDicts(object, (dict) => dict.entries.map((entry) => entry.value)),
  keys: (_, object) => fromDicts(object, (dict) => dict.entries.map((entry) => entry.key)),
  items: (_, object) =>
    fromDicts(object, (dict) => dict.entries.map((entry) => [pair(entry.key, entry.value)])),
  get: (_, object, given) =>
    object.some((value) => value.kind === "dict") ? indexed(object, given[0]?.() ?? []) : undefined,
  copy: (_, object) => (object.some(isContainer) ? object : undefined),
  __subclasses__: (program, object) => {
    const classes = object.filter((value) => value.kind === "class");
    const found = classes.flatMap((value) => descendantsOf(program, value));
    return classes.length > 0 ? [{ kind: "list", items: found.map((each) => [each]) }] : undefined;
  },
};

function isContainer(value: Value): boolean {
  return value.kind === "list" || value.kind === "dict";
}

function pair(left: readonly Value[], right: readonly Value[]): Value {
  return { kind: "list", items: [left, right] };
}

function fromDicts(
  values: readonly Value[],
  items: (dict: Extract<Value, { kind: "dict" }>) => readonly (readonly Value[])[],
): readonly Value[] | undefined {
  const free = values.find((value) => value.kind === "free");
  if (free) return [free];
  const dicts = values.filter((value) => value.kind === "dict");
  return dicts.length > 0 ? [{ kind: "list", items: dicts.flatMap(items) }] : undefined;
}

/** `getattr(object, name)` with a name that is known. */
function reflected(program: Program, given: Given): readonly Value[] {
  const objects = given[0]?.() ?? [];
  const names = given[1]?.() ?? [];
  const free = [...objects, ...names].find((value) => value.kind === "free");
  if (free) return [free];
  const found = names.flatMap((name) =>
    name.kind === "string" ? attributeOf(program, objects, name.value) : [name],
  );
  return found.length > 0 ? found : unknown("its name is made at run time");
}

/**
 * `inspect.getmembers(object)`: names with what they stand for; functions only, as everything else is no tool.
 * Of a class's methods those that the loop around the call tells apart.
 */
function members(program: Program, given: Given, at: At): readonly Value[] {
  return (given[0]?.() ?? []).flatMap((value): readonly Value[] => {
    if (value.kind === "free") return [value];
    const names = memberNames(program, value, at);
    if (!names) return [noMembers];
    const items = names.flatMap((name) => {
      const found = attributeOf(program, [value], name);
      const local = found.filter((each) => each.kind === "function");
      return local.length > 0 ? [[pair([{ kind: "string", value: name }], local)]] : [];
    });
    return [{ kind: "list", items }];
  });
}

function memberNames(program: Program, value: Value, at: At): readonly string[] | undefined {
  if (value.kind === "module") return moduleNames(program, value.target);
  if (value.kind === "class") return markedMethods(program, at, value);
  return value.kind === "instance" ? markedMethods(program, at, value.of) : undefined;
}

/** The name of a pair of `members`. */
function nameIn(item: readonly Value[]): readonly Value[] {
  return item.flatMap((value) => (value.kind === "list" ? (value.items[0] ?? []) : []));
}

const noMembers: Value = {
  kind: "unknown",
  reason: "which of an object's members are tools is asked at run time",
};

function namespace(program: Program, values: readonly Value[]): readonly Value[] {
  return values.flatMap((value): readonly Value[] => {
    if (value.kind !== "module") return [value.kind === "free" ? value : noMembers];
    const entries = moduleNames(program, value.target).map((name) => ({
      key: [{ kind: "string", value: name } as const],
      value: program.moduleMember(value.target, name),
    }));
    return [{ kind: "dict", entries }];
  });
}
