/** What is put into a list or dictionary after it was made: append, extend, insert, add, update, `x[k] = v`. */

import type { Node } from "web-tree-sitter";
import { filesAppending } from "../source/name-index.js";
import { type At, ancestor, field, scopeKey } from "../source/nodes.js";
import { elementsOf } from "./elements.js";
import { solveWithin } from "./paths.js";
import type { Program } from "./program.js";
import { argumentsOf, type DictValue, type Env, type Value } from "./values.js";

type Items = (readonly Value[])[];
type Entries = DictValue["entries"][number][];

/** The values of a name, with what later statements add to its list or dictionary. */
export function growth(
  program: Program,
  scope: At,
  name: string,
  values: readonly Value[],
  env: Env,
): readonly Value[] {
  if (!values.some((value) => value.kind === "list" || value.kind === "dict")) return values;
  const items: Items = [];
  const entries: Entries = [];
  for (const at of changes(program, scope, name)) change(program, at, env, items, entries);
  if (values.length === 1 && items.length + entries.length === 0) return values;
  return merged(values, items, entries);
}

/** One list of all lists and one dictionary of all dictionaries, beside the other values. */
function merged(values: readonly Value[], items: Items, entries: Entries): readonly Value[] {
  const others = values.filter((value) => value.kind !== "list" && value.kind !== "dict");
  const lists = values.filter((value) => value.kind === "list");
  const dicts = values.filter((value) => value.kind === "dict");
  const result: Value[] = [...others];
  if (lists.length > 0 || (dicts.length === 0 && items.length > 0)) {
    result.push({ kind: "list", items: [...lists.flatMap((list) => list.items), ...items] });
  }
  if (dicts.length > 0) {
    result.push({ kind: "dict", entries: [...dicts.flatMap((dict) => dict.entries), ...entries] });
  }
  return result;
}

/** The identifiers through which something is put in: in the scope itself, and where a module's name is imported. */
function changes(program: Program, scope: At, name: string): readonly At[] {
  return program.remember(`growth ${scopeKey(scope)} ${name}`, () => {
    const own = places(program, scope, name);
    if (scope.node.type !== "module") return own;
    const imported = filesAppending(program, name).filter(
      (file) => file !== scope.file && imports(program, file, name, scope),
    );
    return [...own, ...imported.flatMap((file) => moduleChanges(program, file, name))];
  });
}

function moduleChanges(program: Program, file: string, name: string): readonly At[] {
  const module = program.module(file);
  return module ? places(program, { file, node: module.root }, name) : [];
}

function imports(program: Program, file: string, name: string, from: At): boolean {
  const module = program.module(file);
  if (!module) return false;
  const bindings = program.scope({ file, node: module.root }).bindings.get(name) ?? [];
  return bindings.some((binding) => {
    if (binding.kind !== "import") return false;
    const target = program.modules.resolve(file, binding.module, binding.level);
    return target.kind === "file" && target.path === from.file;
  });
}

function places(program: Program, scope: At, name: string): readonly At[] {
  const module = program.module(scope.file);
  if (!module) return [];
  const text = module.text.slice(scope.node.startIndex, scope.node.endIndex);
  const dotted = name.replace(".", "\\.");
  const pattern = new RegExp(
    `(?<![\\w.])${dotted}\\s*(?:\\.\\s*(?:append|extend|insert|add|update)\\s*\\(|\\[[^\\]\\n]*\\]\\s*=[^=])`,
    "g",
  );
  const found: At[] = [];
  for (const match of text.matchAll(pattern)) {
    const node = module.root.descendantForIndex(scope.node.startIndex + match.index);
    const whole = name.includes(".") ? node?.parent : node;
    if (node?.type === "identifier" && whole) found.push({ file: scope.file, node: whole });
  }
  return found;
}

function change(program: Program, at: At, env: Env, items: Items, entries: Entries): void {
  const holder = at.node.parent;
  if (holder?.type === "subscript") {
    assignItem(program, at.file, holder, env, entries);
    return;
  }
  const method = holder && field(holder, "attribute")?.text;
  const call = holder?.parent;
  const given = call?.type === "call" ? argumentsOf(call).positional.at(-1) : undefined;
  if (!given) return;
  for (const { values } of solveWithin(program, { file: at.file, node: given }, env)) {
    if (method === "extend") items.push(...elementsOf(values));
    else if (method === "update") {
      for (const value of values) if (value.kind === "dict") entries.push(...value.entries);
    } else items.push(values);
  }
}

/** `name[key] = value` */
function assignItem(
  program: Program,
  file: string,
  subscript: Node,
  env: Env,
  entries: Entries,
): void {
  const statement = ancestor(subscript, "assignment");
  const right = statement && field(statement, "right");
  const key = field(subscript, "subscript");
  if (!right || !key) return;
  for (const { values, env: turn } of solveWithin(program, { file, node: right }, env)) {
    entries.push({ key: program.evaluate({ file, node: key }, turn), value: values });
  }
}
