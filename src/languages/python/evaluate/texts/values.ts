/** The texts of an expression that the evaluator can tell. */

import type { Node } from "web-tree-sitter";
import {
  type Alternatives,
  anything,
  asWord,
  listed,
  only,
  union,
} from "../../../shell/alternatives.js";
import { keyOf } from "../../source/nodes.js";
import { solve } from "../paths.js";
import { emptyEnv, type Value } from "../values.js";
import type { LookupContext } from "./lookup-context.js";

/** How many ways to an expression are followed: more would take long and tell no more. */
const most = 24;

/** Whatever else: what it evaluates to, on every way to it. */
export function valued(node: Node, { program, file }: LookupContext): Alternatives {
  const at = { file, node };
  return program.once(`texts ${keyOf(at)}`, () => {
    const values = solve(program, at, emptyEnv, most).flatMap((one) => one.values);
    return values.length === 0 ? anything : union(...values.map(textsIn));
  });
}

function textsIn(value: Value): Alternatives {
  if (value.kind === "string") return only(value.value);
  if (value.kind === "none") return [];
  if (value.kind === "outside" && value.path === "sys.executable") return only("python3");
  if (value.kind !== "list") return anything;
  return listed(value.items.map((items) => asWord(union(...items.map(textsIn)))));
}
