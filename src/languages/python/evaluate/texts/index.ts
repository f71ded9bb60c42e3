/** The texts that an expression may stand for, with what the source does not tell left open. */

import type { Node } from "web-tree-sitter";
import {
  type Alternatives,
  anything,
  asWord,
  concatenated,
  listed,
  mapTexts,
  maxDepth,
  maxSteps,
  union,
} from "../../../shell/alternatives.js";
import { type At, field, keyOf } from "../../source/nodes.js";
import type { Program } from "../program.js";
import { called, filled } from "./calls.js";
import { isCode, type LookupContext, part } from "./lookup-context.js";
import { named } from "./names.js";
import { strings } from "./template.js";
import { valued } from "./values.js";

/** What the evaluator may take for all texts of a server: those of a large one would take all that it has. */
const mostEvaluated = 100_000;

const NOWHERE = Number.POSITIVE_INFINITY;

/** Every text or list of texts that an expression may come to; what can't be followed may be anything. */
export function textsOf(program: Program, { file, node }: At): Alternatives {
  return withinBudget(program, () => texts(node, contextOf(program, file)));
}

/** What a row of arguments comes to, stars and all: those of `create_subprocess_exec`. */
export function textsOfRow(program: Program, file: string, row: readonly Node[]): Alternatives {
  return withinBudget(program, () => list(row, contextOf(program, file)));
}

/** What is told with the steps that there are for texts; beyond them it is unknown, and asked. */
function withinBudget<T>(program: Program, work: () => T): T {
  return program.withinBudget("texts", mostEvaluated, work);
}

function contextOf(program: Program, file: string): LookupContext {
  const question = { stepsLeft: maxSteps, cameBackTo: NOWHERE, known: new Map() };
  return { program, file, seen: [], question, texts };
}

function texts(node: Node, context: LookupContext): Alternatives {
  const { question, seen } = context;
  const key = keyOf({ file: context.file, node });
  const before = question.known.get(key);
  if (before) return before;
  const isEndless = seen.length > maxDepth || question.stepsLeft-- <= 0;
  const turn = seen.indexOf(key);
  if (isEndless || turn >= 0) {
    question.cameBackTo = isEndless ? -1 : Math.min(question.cameBackTo, turn);
    return anything;
  }
  const { cameBackTo } = question;
  question.cameBackTo = NOWHERE;
  const found = followed(node, { ...context, seen: [...seen, key] });
  const isOfNoWay = question.cameBackTo >= seen.length;
  if (isOfNoWay) question.known.set(key, found);
  question.cameBackTo = isOfNoWay ? cameBackTo : Math.min(question.cameBackTo, cameBackTo);
  return found;
}

function followed(node: Node, next: LookupContext): Alternatives {
  const side = (name: string): Alternatives => part(field(node, name), next);
  switch (node.type) {
    case "string":
    case "concatenated_string":
      return strings(node, next);
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

function list(items: readonly Node[], context: LookupContext): Alternatives {
  return listed(
    items
      .filter(isCode)
      .map((item) =>
        item.type === "list_splat"
          ? part(item.namedChildren[0], context)
          : asWord(texts(item, context)),
      ),
  );
}

/** `a + b` of texts or lists, `text % values`. */
function operation(node: Node, context: LookupContext): Alternatives {
  const left = part(field(node, "left"), context);
  if (field(node, "operator")?.text === "%") {
    return mapTexts(left, (text) => filled(text, /%[sdr]/g));
  }
  return concatenated([left, part(field(node, "right"), context)]);
}
