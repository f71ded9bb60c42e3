/** The environment that a subprocess is given, and the insertions that make it the account's. */

import type { Node } from "web-tree-sitter";
import type { Edit, Fix } from "../../../types.js";
import type { OutsideCall } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { type At, enclosingFunction, field } from "../source/nodes.js";
import { eolAt, isFirstOnLine, newIndentAt } from "../source/text.js";
import { environmentMadeOf, NAME } from "./environment-content.js";

/**
 * none: the call says nothing; hidden: it may come in what the call passes on, or can't be added to it;
 * account: the account's; server: made of the server's own, of keys that the call's account does not give, or of what
 * can't be followed; bare: of neither.
 */
export type Environment = "none" | "hidden" | "account" | "server" | "bare";

/** What a call says of the environment of the process that it starts. */
export function environmentOf(
  program: Program,
  { at, given, takesKeywords }: OutsideCall,
): Environment {
  const env = given.named.get("env");
  if (!env) return takesKeywords && !spreads(at.node) ? "none" : "hidden";
  return environmentMadeOf(program, { file: at.file, node: env });
}

function spreads(call: Node): boolean {
  const given = field(call, "arguments")?.namedChildren ?? [];
  return given.some(({ type }) => type === "dictionary_splat");
}

/**
 * `env=account_environment()` at the end of the call, or the call's own environment put into
 * `account_environment(…)`. None at start-up, which is in no call.
 */
export function environmentFix(program: Program, { at, given }: OutsideCall): Fix | undefined {
  const { file, node } = at;
  if (!enclosingFunction(node) || isTaken(program, file)) return undefined;
  const env = given.named.get("env");
  const edits = env ? wrapped(file, env) : added(program, at);
  return edits && { edits, imports: [{ file, module: "", names: [NAME] }] };
}

function wrapped(file: string, env: Node): readonly Edit[] {
  return [
    { file, offset: env.startIndex, text: `${NAME}(` },
    { file, offset: env.endIndex, text: ")" },
  ];
}

function added(program: Program, { file, node: call }: At): readonly Edit[] | undefined {
  const text = program.module(file)?.text;
  const given = field(call, "arguments")?.namedChildren ?? [];
  const last = given.findLast(({ type }) => type !== "comment");
  if (text === undefined || !last) return undefined;
  const isOwnLine = isFirstOnLine(text, last.startIndex);
  const gap = isOwnLine ? eolAt(text, last.startIndex) + newIndentAt(text, last.startIndex) : " ";
  return [{ file, offset: last.endIndex, text: `,${gap}env=${NAME}()` }];
}

/** Whether the module has something else of that name. */
function isTaken(program: Program, file: string): boolean {
  const module = program.module(file);
  const bindings = module && program.scope({ file, node: module.root }).bindings.get(NAME);
  return bindings?.some(({ kind }) => kind !== "import") ?? false;
}
