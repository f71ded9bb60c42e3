/** Lists, tuples and dictionaries as they are written. */

import type { Node } from "web-tree-sitter";
import { type At, field } from "../source/nodes.js";
import { elementsOf } from "./elements.js";
import { comprehensionEnvs } from "./loops.js";
import type { Program } from "./program.js";
import type { DictValue, Env, ListValue, Value } from "./values.js";

export function listOf(program: Program, at: At, env: Env): ListValue {
  const items = at.node.namedChildren
    .filter((child) => child.type !== "comment")
    .flatMap((node) => spread(program, { file: at.file, node }, env));
  return { kind: "list", items };
}

/** One element, or all elements of what a star spreads. */
function spread(program: Program, at: At, env: Env): readonly (readonly Value[])[] {
  if (at.node.type !== "list_splat") return [program.evaluate(at, env)];
  const inner = at.node.firstNamedChild;
  if (!inner) return [];
  const values = program.evaluate({ file: at.file, node: inner }, env);
  const items = elementsOf(values);
  return items.length > 0 ? items : [values];
}

export function dictionary(program: Program, at: At, env: Env): DictValue {
  const entries: { key: readonly Value[]; value: readonly Value[] }[] = [];
  const value = (node: Node) => program.evaluate({ file: at.file, node }, env);
  for (const child of at.node.namedChildren) {
    if (child.type === "pair") {
      const left = field(child, "key");
      const right = field(child, "value");
      if (left && right) entries.push({ key: value(left), value: value(right) });
    } else if (child.type === "dictionary_splat" && child.firstNamedChild) {
      for (const found of value(child.firstNamedChild)) {
        if (found.kind === "dict") entries.push(...found.entries);
      }
    }
  }
  return { kind: "dict", entries };
}

/** The elements that a comprehension gives. */
export function comprehension(program: Program, at: At, env: Env): readonly Value[] {
  const body = field(at.node, "body") ?? at.node.firstNamedChild ?? undefined;
  if (!body) return [];
  const items = comprehensionEnvs(program, at, env).map((inner) =>
    program.evaluate({ file: at.file, node: body }, inner),
  );
  const free = items.flat().find((value) => value.kind === "free");
  return free ? [free] : [{ kind: "list", items }];
}
