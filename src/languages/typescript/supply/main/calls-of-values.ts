/** What calls give: methods of texts and lists, functions of Node.js on paths, the server's own functions. */

import { ts } from "../../source/compiler.js";
import {
  bare,
  calledName,
  type FunctionNode,
  isFunctionNode,
  memberName,
  receiverOf,
} from "../../source/nodes.js";
import { memberOf, part } from "./members-of-values.js";
import { methodValue } from "./methods-of-values.js";
import { pathFunctions } from "./process-values.js";
import type { Reader } from "./reader.js";
import { isThing, type Known, type Moment, truthOf, unknown } from "./world.js";

export function called(reader: Reader, node: ts.CallExpression, moment: Moment): Known {
  const receiver = receiverOf(node);
  const name = memberName(bare(node.expression));
  if (receiver && name) {
    const on = reader.valueOf(receiver, moment);
    const args = node.arguments.map((each) => reader.valueOf(each, moment));
    const value = on === undefined ? undefined : methodValue(on, name, args);
    if (value !== unknown) return value;
    if (isThing(on) && name === "toString") return memberOf(reader, on, "href");
  }
  const known = onPath(reader, node, node.arguments, moment);
  return known === unknown ? returned(reader, node, moment) : known;
}

export function onPath(
  reader: Reader,
  node: ts.CallExpression | ts.NewExpression,
  [first]: readonly ts.Expression[],
  moment: Moment,
): Known {
  const name = calledName(node) ?? "";
  const value = first ? reader.valueOf(first, moment) : undefined;
  if (name === "Boolean") return truthOf(value) ?? unknown;
  const make = Object.hasOwn(pathFunctions, name) ? pathFunctions[name] : undefined;
  return make && typeof value === "string" ? make(value) : unknown;
}

function returned(reader: Reader, node: ts.CallExpression, moment: Moment): Known {
  const [fn, ...others] = reader.calleesOf(node.expression);
  if (!fn?.body || others.length > 0) return unknown;
  const inside = enter(reader, fn, node.arguments, moment);
  const { body } = fn;
  return ts.isBlock(body)
    ? (outcome(reader, body.statements, inside) ?? unknown)
    : reader.valueOf(body, inside);
}

export function enter(
  reader: Reader,
  fn: FunctionNode,
  args: readonly ts.Expression[],
  moment: Moment,
): Moment {
  const frame = new Map(moment.frame);
  for (const [index, parameter] of fn.parameters.entries()) {
    const arg = args[index];
    const spread = parameter.dotDotDotToken || args.some(ts.isSpreadElement);
    const isKnown = arg && !spread && isSimple(arg);
    const given = isKnown ? reader.valueOf(arg, moment) : arg || spread ? unknown : undefined;
    const value =
      given === undefined && parameter.initializer
        ? reader.valueOf(parameter.initializer, moment)
        : given;
    frame.set(parameter, value);
    if (!ts.isIdentifier(parameter.name)) bindParts(reader, parameter.name, value, frame);
  }
  return { ...moment, frame, depth: moment.depth + 1 };
}

function bindParts(
  reader: Reader,
  pattern: ts.BindingPattern,
  whole: Known,
  frame: Map<ts.Node, Known>,
): void {
  for (const element of pattern.elements) {
    if (ts.isBindingElement(element)) frame.set(element, part(reader, element, whole));
  }
}

function outcome(reader: Reader, statements: readonly ts.Statement[], moment: Moment): Known {
  for (const statement of statements) {
    const value = outcomeOf(reader, statement, moment);
    if (value !== undefined) return value;
    if (ts.isReturnStatement(statement)) return undefined;
  }
  return undefined;
}

/** What one statement returns, undefined where it goes on behind it. */
function outcomeOf(reader: Reader, statement: ts.Statement, moment: Moment): Known {
  if (ts.isReturnStatement(statement)) {
    return statement.expression ? reader.valueOf(statement.expression, moment) : undefined;
  }
  if (ts.isBlock(statement)) return outcome(reader, statement.statements, moment);
  if (ts.isTryStatement(statement)) return outcomeOf(reader, statement.tryBlock, moment);
  if (ts.isIfStatement(statement)) {
    const truth = truthOf(reader.valueOf(statement.expression, moment));
    if (truth === undefined) return unknown;
    const branch = truth ? statement.thenStatement : statement.elseStatement;
    return branch ? outcomeOf(reader, branch, moment) : undefined;
  }
  const isPlain = ts.isVariableStatement(statement) || ts.isExpressionStatement(statement);
  return isPlain ? undefined : unknown;
}

/** Whether it is worth the while to find out what an argument is: made of names and texts, no calls of functions. */
function isSimple(node: ts.Node): boolean {
  if (isFunctionNode(node) || ts.isNewExpression(node)) return false;
  if (ts.isCallExpression(node) && !receiverOf(node)) return false;
  return !ts.forEachChild(node, (child) => !isSimple(child));
}
