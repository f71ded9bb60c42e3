/** The environment that a subprocess is given, and the insertions that make it the account's. */

import type { Node } from "web-tree-sitter";
import type { Edit, Fix } from "../../../types.js";
import { originsOf } from "../evaluate/origins.js";
import type { OutsideCall } from "../evaluate/outside-calls.js";
import type { Program } from "../evaluate/program.js";
import { type At, enclosingFunction, field } from "../source/nodes.js";
import { eolAt, isFirstOnLine, newIndentAt } from "../source/text.js";

const NAME = "account_environment";
/** The process's environment, or what a profile or a user's files say of AWS. */
const inherits = /\b(?:environ|environb|getenv|dotenv_values)\b/;
/** Those that say whose account it is. */
const awsVariables = /\bAWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE)\b/;

/**
 * none: the call says nothing; hidden: it may come in what the call passes on, or can't be added to it;
 * account: the account's; server: made of the server's own, or of what can't be followed; bare: of neither.
 */
export type Environment = "none" | "hidden" | "account" | "server" | "bare";

/** What a call says of the environment of the process that it starts. */
export function environmentOf(
  program: Program,
  { at, given, takesKeywords }: OutsideCall,
): Environment {
  const env = given.named.get("env");
  if (!env) return takesKeywords && !spreads(at.node) ? "none" : "hidden";
  const { parts, isOpen } = originsOf(program, { file: at.file, node: env });
  const texts = parts.map(({ node }) => node.text);
  if (texts.some((text) => text.includes(NAME))) return "account";
  if (parts.some((part) => setsKeys(program, part))) return "account";
  return env.type === "none" || isOpen || texts.some((text) => inherits.test(text))
    ? "server"
    : "bare";
}

/** Whether it is given AWS keys that do not come out of the server's own environment. */
function setsKeys(program: Program, { file, node }: At): boolean {
  if (!awsVariables.test(node.text)) return false;
  const pairs = [node, ...node.descendantsOfType(["pair", "keyword_argument"])];
  return pairs.some((pair) => {
    const isItem = pair.type === "subscript" && pair.parent?.type === "assignment";
    const name = isItem ? field(pair, "subscript") : (field(pair, "key") ?? field(pair, "name"));
    const value = isItem ? field(pair.parent ?? pair, "right") : field(pair, "value");
    if (!name || !value || !awsVariables.test(name.text)) return false;
    const { parts } = originsOf(program, { file, node: value });
    return !parts.some((part) => inherits.test(part.node.text));
  });
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
