/** What the forms hand over: a place that registers tools, the tools, and how each half is made right. */

import type { Place } from "../../../types.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { type Env, emptyEnv, type Values } from "../evaluate/value.js";
import {
  type Change,
  isCallOf,
  parameterWrappers,
  type Refusal,
} from "../migrate/service-names.js";
import { ts } from "../source/compiler.js";
import { bare, nameOf } from "../source/nodes.js";
import { placeOf } from "../source/parse.js";

/** One tool that flows into a registration. */
export interface FoundTool {
  readonly name: string;
  readonly place: Place;
  /** The node that `place` is of. */
  readonly node: ts.Node;
  readonly hasParameter: boolean;
  readonly hasContext: boolean;
  /** What a reviewer should know, e.g. that the name is made at run time. */
  readonly note?: string;
  /** Its schema; undefined where it has none, and so no arguments. Absent where that isn't known. */
  readonly input?: () => Values | undefined;
  /** What answers its calls, where that is told for each tool alone. */
  readonly handler?: () => Values;
}

export interface Registration {
  readonly form: string;
  readonly node: ts.Node;
  readonly tools: readonly FoundTool[];
  /** Where the calls of all its tools are answered, if that is another place. */
  readonly dispatcher?: ts.Node;
  /** How the parameter is added; asked for only where it is missing. */
  parameter(): Change | Refusal;
  /** How the handler is wrapped; asked for only where it is not. */
  context(): Change | Refusal;
}

/** Finds the registrations of one form in one file. */
export type Form = (evaluator: Evaluator, source: ts.SourceFile) => Registration[];

/** What a tool's halves are in one environment. */
export type Halves = (
  env: Env,
) => Pick<FoundTool, "hasParameter" | "hasContext" | "input" | "handler">;

/** The tools that flow into a registration by the name they are given. */
export function toolsNamed(
  evaluator: Evaluator,
  at: ts.Node,
  name: ts.Expression,
  halves: Halves,
): FoundTool[] {
  const environments = evaluator.environmentsOf(at, emptyEnv, [name]);
  const found = environments.flatMap((env) => {
    const state = halves(env);
    return namesOf(evaluator.evaluate(name, env), name, at, env).map((each) => ({
      ...each,
      ...state,
    }));
  });
  return distinct(found);
}

type Named = Pick<FoundTool, "name" | "place" | "node" | "note">;

function namesOf(values: Values, name: ts.Expression, at: ts.Node, env: Env): Named[] {
  if (values.length === 0) return [unnamed(name, "its name is made at run time")];
  return values.map((value) => {
    if (value.kind !== "text") {
      const reason = value.kind === "unknown" ? value.reason : "its name is made at run time";
      return unnamed(name, reason);
    }
    const node = definedAt(value.node, name, at, env);
    return { name: value.text, place: placeOf(node), node };
  });
}

/** One site for what can't be told apart: the expression that makes the name, and why. */
export function unnamed(expression: ts.Node, reason: string): Named {
  const text = unwrapped(expression).getText().replace(/\s+/g, " ");
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  const note = `the tools can't be told apart: ${reason}`;
  return { name: `<${short}>`, place: placeOf(expression), node: expression, note };
}

/** The same site before and after it is wrapped. */
function unwrapped(node: ts.Node): ts.Node {
  if (!ts.isCallExpression(node) || !isCallOf(node, parameterWrappers)) return node;
  const [inner] = node.arguments;
  return inner ?? node;
}

/**
 * A tool is defined where its name stands in its definition. A name taken from a table of constants
 * at the registration itself is no definition: there the registration is.
 */
function definedAt(literal: ts.Node, name: ts.Expression, at: ts.Node, env: Env): ts.Node {
  const inner = bare(name);
  const isMember = ts.isPropertyAccessExpression(inner) && /name$/i.test(inner.name.text);
  return isMember || env.entered.size > 0 ? literal : at;
}

/**
 * Where a tool is defined whose name was found: at the name, where that stands in a definition; else,
 * where it comes from a table of constants, at the object that the tool is.
 */
export function definitionOf(name: ts.Node, tool: ts.Node): ts.Node {
  return isInside(name, tool) || isNameProperty(name.parent) ? name : tool;
}

function isNameProperty(node: ts.Node): boolean {
  return (
    (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) &&
    nameOf(node.name) === "name"
  );
}

/** Whether a node is part of another. */
export function isInside(node: ts.Node, container: ts.Node): boolean {
  return (
    node.getSourceFile() === container.getSourceFile() &&
    node.pos >= container.pos &&
    node.end <= container.end
  );
}

/** The same tool reached on two paths is one tool; it has a half only where it has it in both. */
export function distinct(tools: readonly FoundTool[]): FoundTool[] {
  const all = new Map<string, FoundTool>();
  for (const tool of tools) {
    const key = `${tool.name}\0${tool.place.file}\0${tool.place.line}\0${tool.place.column}`;
    const other = all.get(key);
    all.set(key, {
      ...tool,
      hasParameter: tool.hasParameter && (other?.hasParameter ?? true),
      hasContext: tool.hasContext && (other?.hasContext ?? true),
    });
  }
  return [...all.values()];
}

/** What is written down of a tool alone, where one registration takes several; a dispatcher calls them all. */
export function partsOf(registration: Registration, tool: FoundTool): readonly ts.Node[] {
  const own = ownPart(registration, tool);
  const isWhole = isInside(registration.node, own);
  const handlers = isWhole ? [] : (tool.handler?.() ?? []);
  const functions = handlers.filter(({ kind }) => kind === "function").map(({ node }) => node);
  return [own, ...functions.filter((node) => !isInside(node, own))];
}

function ownPart({ node, dispatcher }: Registration, tool: FoundTool): ts.Node {
  if (dispatcher || isInside(tool.node, node)) return dispatcher ?? node;
  const isPart = (each: ts.Node): boolean =>
    ts.isObjectLiteralExpression(each) || ts.isClassLike(each) || ts.isStatement(each);
  return ts.findAncestor(tool.node, isPart) ?? tool.node;
}
