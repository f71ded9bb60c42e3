/** The texts of an expression that the evaluator can tell. */

import type { Node } from "web-tree-sitter";
import { argumentEnd, unknownWord, unknownWords } from "../../../shell/command-line.js";
import { keyOf } from "../../source/nodes.js";
import { solve } from "../paths.js";
import { emptyEnv, type Value } from "../values.js";
import { joined, union } from "./alternatives.js";
import { type Trail, unknown } from "./lookup-context.js";

/** How many ways to an expression are followed: more would take long and tell no more. */
const most = 24;

/** Whatever else: what it evaluates to, on every way to it. */
export function valued(node: Node, { program, file }: Trail): readonly string[] {
  const at = { file, node };
  return program.remember(`texts ${keyOf(at)}`, () => {
    const values = solve(program, at, emptyEnv, most).flatMap((one) => one.values);
    return values.length === 0 ? unknown : union(...values.map(textsIn));
  });
}

function textsIn(value: Value): readonly string[] {
  if (value.kind === "string") return [value.value];
  if (value.kind === "none") return [];
  if (value.kind === "outside" && value.path === "sys.executable") return ["python3"];
  if (value.kind !== "list") return unknown;
  const items = value.items.map((alternatives) =>
    union(...alternatives.map(textsIn)).map((text) => text.replaceAll(unknownWords, unknownWord)),
  );
  return joined(items, argumentEnd);
}
