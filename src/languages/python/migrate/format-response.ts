/** Whether a tool answers through a `format_response(status, data, message)` of its server. */

import type { Node } from "web-tree-sitter";
import { lookUp } from "../evaluate/names.js";
import type { Program } from "../evaluate/program.js";
import { emptyEnv, type FunctionValue } from "../evaluate/values.js";
import { identifiers } from "../source/identifiers.js";
import { type At, ancestor, decoratorsOf, keyOf } from "../source/nodes.js";
import { type Parameter, signatureOf } from "./parameters.js";
import { PARAMETER } from "./subject.js";

const NAME = "format_response";

/**
 * True where the function calls `format_response`, and that name, bound where the function is
 * defined, is a function of the server that can be called as `format_response("error", {…}, message)`.
 */
export function answersThroughFormat(program: Program, definition: At): boolean {
  if (!isBoundAbove(program, definition)) return false;
  const seen = lookUp(program, definition, NAME, emptyEnv) ?? [];
  const [formatter] = seen;
  if (seen.length !== 1 || formatter?.kind !== "function") return false;
  if (!formats(program, formatter)) return false;
  return callsIn(program, definition).some((at) =>
    program
      .evaluate(at, emptyEnv)
      .some((value) => value.kind === "function" && keyOf(value) === keyOf(formatter)),
  );
}

function callsIn(program: Program, { file, node }: At): At[] {
  return identifiers(program, file, NAME).filter(
    ({ node: name }) =>
      name.startIndex >= node.startIndex &&
      name.endIndex <= node.endIndex &&
      name.parent?.type === "call",
  );
}

/** A decorator is evaluated where the function is defined, before what the module binds below. */
function isBoundAbove(program: Program, { file, node }: At): boolean {
  return identifiers(program, file, NAME).some(
    ({ node: name }) => name.startIndex < node.startIndex && binds(name),
  );
}

function binds(name: Node): boolean {
  return (
    Boolean(ancestor(name, "import_from_statement")) || name.parent?.type === "function_definition"
  );
}

/** Judged by the signature as written: what a decorator makes of it, nobody can tell from here. */
function formats(program: Program, { file, node }: FunctionValue): boolean {
  const signature = signatureOf(node, program.module(file)?.text ?? "");
  if (!signature || decoratorsOf(node).length > 0 || /^async\b/.test(node.text)) return false;
  const parameters = signature.parameters.filter(({ kind }) => kind !== "slash");
  // A function with this parameter is a tool to `with_account_context`.
  if (parameters.some(({ name }) => name === PARAMETER)) return false;
  const [status, data, message, ...rest] = parameters;
  return isStatus(status) && isData(data) && isMessage(message) && rest.every(isOptional);
}

const messageName = /(^|_)(message|msg|error|reason|text)$/;

/** Not an HTTP status: it is given the word "error". */
function isStatus(parameter: Parameter | undefined): boolean {
  if (parameter?.kind !== "plain" || !/(^|_)status$/.test(parameter.name)) return false;
  return parameter.type === undefined || /\b(str|Literal|Any)\b/.test(parameter.type);
}

function isData(parameter: Parameter | undefined): boolean {
  if (parameter?.kind !== "plain" || messageName.test(parameter.name)) return false;
  // `Dict[str, Any]` holds text but isn't text.
  return !/^(Optional\[)?str\b/.test(parameter.type ?? "");
}

function isMessage(parameter: Parameter | undefined): boolean {
  if (parameter?.kind !== "plain" || !messageName.test(parameter.name)) return false;
  return parameter.type === undefined || /\b(str|Any)\b/.test(parameter.type);
}

function isOptional({ kind, value }: Parameter): boolean {
  return kind !== "plain" || value !== undefined;
}
