/** The texts that an expression may come to, with what the source does not tell left open. */

import {
  type Alternatives,
  anything,
  asWord,
  concatenated,
  joinedBy,
  listed,
  maxDepth,
  maxSteps,
  oneWordOfAnything,
  only,
  union,
  wordsOf,
} from "../../shell/alternatives.js";
import { template } from "../../shell/template.js";
import type { ts } from "../source/compiler.js";
import { elementsOf } from "./composition.js";
import type { Evaluator } from "./evaluator.js";
import { hasOtherCallers } from "./other-callers.js";
import {
  type Composition,
  type Element,
  type Env,
  emptyEnv,
  type Unknown,
  type Value,
  type Values,
} from "./value.js";

/** Every text or list of texts that an expression may come to; what can't be followed may be anything. */
export function textsOf(evaluator: Evaluator, node: ts.Expression): Alternatives {
  return evaluator.ask("texts", node, () => textsIn(evaluator, node, emptyEnv), anything);
}

/** The same in one environment, as part of another question. */
export function textsIn(evaluator: Evaluator, node: ts.Expression, env: Env): Alternatives {
  const found = texts(evaluator.evaluate(node, env), { open: [], left: { steps: maxSteps } });
  return hasOtherCallers(evaluator, node, env) ? union(found, anything) : found;
}

/** Where the reading of values as texts stands. */
interface Reading {
  /** What is made of what is being read. */
  readonly open: readonly Unknown[];
  /** How many more steps all branches together may take. */
  readonly left: { steps: number };
}

function texts(values: Values, reading: Reading): Alternatives {
  const found = union(...values.map((value) => textsOfValue(value, reading)));
  return values.length === 0 ? anything : found;
}

function textsOfValue(value: Value, reading: Reading): Alternatives {
  if (value.kind === "text") return only(value.text);
  if (reading.left.steps-- <= 0) return anything;
  if (value.kind === "list") return row(elementsOf(value), reading);
  if (value.kind !== "unknown" || !value.composition) return anything;
  // What a text is made of besides itself is all that there is to know.
  if (reading.open.some((each) => isSame(each, value))) return [];
  if (reading.open.length > maxDepth) return anything;
  return composed(value.composition, { ...reading, open: [...reading.open, value] });
}

function isSame(one: Unknown, other: Unknown): boolean {
  return (
    one.node === other.node &&
    one.env === other.env &&
    one.composition?.kind === other.composition?.kind
  );
}

function composed(composition: Composition, reading: Reading): Alternatives {
  const of = (thunk: () => Values): Alternatives => texts(thunk(), reading);
  switch (composition.kind) {
    case "sum":
      return concatenated(composition.parts.map(of));
    case "template":
      return template(
        composition.parts.map((part) =>
          typeof part === "string" ? part : { values: of(part.values), source: part.source },
        ),
      );
    case "list":
      return row(composition.elements, reading);
    case "joined":
      return joinedBy(of(composition.list), composition.between);
    case "split":
      return wordsOf(of(composition.text));
    case "same":
      return of(composition.as);
    case "perhaps":
      return union(of(composition.as), anything);
    case "word":
      return oneWordOfAnything;
  }
}

function row(elements: readonly Element[], reading: Reading): Alternatives {
  return listed(
    elements.map(({ values, isSpread }) => {
      const all = values();
      const found = texts(all, reading);
      const isSeveral = isSpread || all.some((each) => each.kind === "unknown" && each.isSpread);
      return isSeveral ? found : asWord(found);
    }),
  );
}
