/** The texts that an expression may stand for, with marks where the source does not tell. */

import type { Node } from "web-tree-sitter";
import { argumentEnd, unknownWord, unknownWords } from "../../../shell/command-line.js";
import { type At, field, keyOf, stringValue } from "../../source/nodes.js";
import type { Program } from "../program.js";
import { joined, union } from "./alternatives.js";
import { called } from "./calls.js";
import { isCode, part, type Trail, unknown } from "./lookup-context.js";
import { named } from "./names.js";
import { template } from "./template.js";
import { valued } from "./values.js";

const deepest = 12;
/** Most texts take tens of steps; functions that call each other multiply them. */
const mostSteps = 2000;
/** What the evaluator may take for all texts of a server: those of a large one would take all that it has. */
const mostEvaluated = 100_000;

/**
 * Every text that an expression may come to. A list's arguments are parted by `argumentEnd`. What can't
 * be followed is `unknownWord` or `unknownWords`; where there are alternatives, one may be.
 */
export function textsOf(program: Program, { file, node }: At): readonly string[] {
  return told(program, () => texts(node, trailFrom(program, file)));
}

/** What a row of arguments comes to, stars and all: those of `create_subprocess_exec`. */
export function textsOfRow(program: Program, file: string, row: readonly Node[]) {
  return told(program, () => list(row, trailFrom(program, file)));
}

/** What is told with the steps that there are for texts; beyond them it is unknown, and asked. */
function told<T>(program: Program, work: () => T): T {
  return program.spending("texts", mostEvaluated, work);
}

function trailFrom(program: Program, file: string): Trail {
  return { program, file, seen: [], left: { steps: mostSteps }, texts };
}

function texts(node: Node, trail: Trail): readonly string[] {
  const key = keyOf({ file: trail.file, node });
  const isEndless = trail.seen.length > deepest || trail.left.steps-- <= 0;
  if (isEndless || trail.seen.includes(key)) return unknown;
  const next = { ...trail, seen: [...trail.seen, key] };
  const text = stringValue(node);
  if (text !== undefined) return [text];
  const side = (name: string): readonly string[] => part(field(node, name), next);
  switch (node.type) {
    case "string":
    case "concatenated_string":
      return template(node, next);
    case "list":
    case "tuple":
      return list(node.namedChildren, next);
    case "parenthesized_expression":
    case "await":
      return part(node.namedChildren.find(isCode), next);
    case "named_expression":
      return side("value");
    case "conditional_expression": {
      const [yes, , no] = node.namedChildren.filter(isCode);
      return union(part(yes, next), part(no, next));
    }
    case "boolean_operator":
      return isEnvironment(field(node, "left"))
        ? side("right")
        : union(side("left"), side("right"));
    case "binary_operator":
      return operation(node, next);
    case "identifier":
      return named(node, next);
    case "call":
      return called(node, next);
    default:
      return valued(node, next);
  }
}

function isEnvironment(node: Node | undefined): boolean {
  return /^os\.(environ|getenv)\b/.test(node?.text ?? "");
}

function list(items: readonly Node[], trail: Trail): readonly string[] {
  const parts = items
    .filter(isCode)
    .map((item) =>
      item.type === "list_splat"
        ? part(item.namedChildren[0], trail)
        : texts(item, trail).map((text) => text.replaceAll(unknownWords, unknownWord)),
    );
  return joined(parts, argumentEnd);
}

/** `a + b` of texts or lists, `text % values`. */
function operation(node: Node, trail: Trail): readonly string[] {
  const [left, right] = [field(node, "left"), field(node, "right")];
  if (field(node, "operator")?.text === "%") {
    return part(left, trail).map((text) => text.replaceAll(/%[sdr]/g, unknownWord));
  }
  const isList = [left, right].some((one) => one && /^(list|tuple)$/.test(one.type));
  const sides = [part(left, trail), part(right, trail)];
  return joined(
    sides,
    isList || sides.flat().some((text) => text.includes(argumentEnd)) ? argumentEnd : "",
  );
}
