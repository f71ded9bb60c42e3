/** `app.tool(…)` where `app` is a parameter without a type, and nothing shows that it is a server: not passed over. */

import type { Evaluator } from "../evaluate/evaluator.js";
import type { Value } from "../evaluate/value.js";
import { manifestOf } from "../project/layout.js";
import { ts } from "../source/compiler.js";
import { bare } from "../source/nodes.js";
import { lookup, rootOf } from "../source/scope.js";
import type { Line } from "./library.js";
import { fewestArguments, libraryOf, linesOf, mayHave } from "./library-queries.js";
import { type MethodCall, methodCalls } from "./method-calls.js";
import { serverKind } from "./receivers.js";
import { type FoundTool, type Registration, toolsNamed } from "./registration.js";
import { toolObjects } from "./tool-object.js";

/** The calls in a file that look like registrations, on parameters of which nothing is known. */
export function untypedReceivers(evaluator: Evaluator, source: ts.SourceFile): Registration[] {
  const seen = new Set<ts.Node>();
  return linesOf("method", "tool").flatMap((line) =>
    methodCalls(source, line.word)
      .filter((each) => !seen.has(each.call) && isUntyped(evaluator, each, line))
      .filter((each) => looksLike(evaluator, each, line) && isListed(evaluator, line))
      .map((each) => {
        seen.add(each.call);
        return registration(evaluator, each, line);
      }),
  );
}

/** Whether nothing is known of what the method is called on, which a parameter without a type gives. */
function isUntyped(evaluator: Evaluator, { call, receiver }: MethodCall, { word }: Line): boolean {
  if (!receiver || !isGiven(receiver)) return false;
  return serverKind(evaluator, call, receiver, word) === "unknown";
}

/** Whether an expression begins with a parameter without a type, or in JavaScript with `this`. */
function isGiven(expression: ts.Expression, depth = 0): boolean {
  let node = bare(expression);
  while (ts.isPropertyAccessExpression(node)) node = bare(node.expression);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return /\.[cm]?jsx?$/.test(fileOf(node));
  const declared = ts.isIdentifier(node) ? lookup(node, node.text, "value") : undefined;
  const root = declared && rootOf(declared);
  if (root && ts.isParameter(root)) {
    return !root.type || root.type.kind === ts.SyntaxKind.AnyKeyword;
  }
  return root && ts.isVariableDeclaration(root) && root.initializer && depth < 3
    ? isGiven(root.initializer, depth + 1)
    : false;
}

function fileOf(node: ts.Node): string {
  return node.getSourceFile().fileName;
}

/** Whether a call gives what a registration by this line is given. */
function looksLike(evaluator: Evaluator, { args }: MethodCall, line: Line): boolean {
  const [first, ...rest] = args;
  const last = rest.at(-1);
  if (!first || args.some(ts.isSpreadElement)) return false;
  if (line.given === "object") return holds(evaluator, first, line.handler);
  if (line.given === "list") return ts.isArrayLiteralExpression(bare(first));
  const isNamed = evaluator.evaluate(first).some(({ kind }) => kind === "text");
  if (!isNamed || !last) return false;
  if (line.given === "task") return holds(evaluator, last, line.handler);
  return (
    args.length >= fewestArguments[line.given] &&
    evaluator.evaluate(last).some(({ kind }) => kind === "function")
  );
}

function holds(evaluator: Evaluator, node: ts.Expression, name: string): boolean {
  const has = (value: Value): boolean => value.kind === "object" && value.properties.has(name);
  return evaluator.evaluate(node).some(has);
}

/** Whether the server lists the library that has the line, or one of its files imports it. */
function isListed({ project }: Evaluator, line: Line): boolean {
  const { dependencies, devDependencies, peerDependencies } = manifestOf(
    project.server,
    project.files,
  );
  const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
  return names.some((name) => libraryOf(name) && mayHave(name, line));
}

function registration(
  evaluator: Evaluator,
  { call, receiver = call, args }: MethodCall,
  line: Line,
): Registration {
  const text = receiver.getText();
  const type = line.on?.[0]?.split(".")[0] ?? "server";
  const reason = `nothing here shows whether ${text} is of the class ${type}, on which ${line.word} registers a tool; pass it one in this package, or call it \`server\` if it is one`;
  const refuse = () => ({ reason });
  return {
    form: "untyped-receiver",
    node: call,
    tools: toolsOf(evaluator, call, args, line),
    parameter: refuse,
    context: refuse,
  };
}

function toolsOf(
  evaluator: Evaluator,
  call: ts.CallExpression,
  [first]: readonly ts.Expression[],
  line: Line,
): FoundTool[] {
  if (!first) return [];
  const halves = { hasParameter: false, hasContext: false };
  const found =
    line.given === "object" || line.given === "list"
      ? toolObjects(evaluator, call, first, line, line.given === "list")
      : toolsNamed(evaluator, call, first, () => halves);
  return found.map((tool) => ({ ...tool, ...halves }));
}
