/** The environment that a subprocess is given, and the insertion that makes it the account's. */

import type { Fix } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import { argumentsOf } from "../evaluate/values.js";
import { type At, enclosingFunction, field } from "../source/nodes.js";
import { eolAt, isFirstOnLine, newIndentAt } from "../source/text.js";

const NAME = "account_environment";
const accountKeys = /\bAWS_ACCESS_KEY_ID\b|\baccount_environment\b/;

/** none: the call says nothing; inherited: it is os.environ with more; hidden: no insertion can add it; set: its own. */
export type Environment = "none" | "inherited" | "hidden" | "set";

/** What a call says of the environment of the process that it starts. */
export function environmentOf(program: Program, { file, node: call }: At): Environment {
  const { named } = argumentsOf(call);
  const env = named.get("env");
  const stars = field(call, "arguments")?.namedChildren ?? [];
  if (!env) return stars.some(({ type }) => type === "dictionary_splat") ? "hidden" : "none";
  if (env.type === "none") return "hidden";
  const around = enclosingFunction(call) ?? program.module(file)?.root;
  const made = env.type === "identifier" ? assigned(env.text, around?.text ?? "") : "";
  const text = `${env.text}\n${made}`;
  if (accountKeys.test(text)) return "set";
  return /\benviron\b/.test(text) ? "inherited" : "set";
}

/** The lines that give a name its value, or put something into it. */
function assigned(name: string, text: string): string {
  const line = new RegExp(`(?<![\\w.])${name}\\s*(?:[:=\\[]|\\.update\\b|\\|=)`);
  const rows = text.split("\n");
  return rows
    .flatMap((row, index) => (line.test(row) ? rows.slice(index, index + 6) : []))
    .join("\n");
}

/** `env=account_environment()` at the end of the call; none at start-up, which is in no call. */
export function environmentFix(program: Program, { file, node: call }: At): Fix | undefined {
  const text = program.module(file)?.text;
  const last = (field(call, "arguments")?.namedChildren ?? []).findLast(
    ({ type }) => type !== "comment",
  );
  if (text === undefined || !last || !enclosingFunction(call)) return undefined;
  if (isTaken(program, file)) return undefined;
  const isOwnLine = isFirstOnLine(text, last.startIndex);
  const gap = isOwnLine ? eolAt(text, last.startIndex) + newIndentAt(text, last.startIndex) : " ";
  const edit = { file, offset: last.endIndex, text: `,${gap}env=${NAME}()` };
  return { edits: [edit], imports: [{ file, module: "", names: [NAME] }] };
}

/** Whether the module has something else of that name. */
function isTaken(program: Program, file: string): boolean {
  const module = program.module(file);
  const bindings = module && program.scope({ file, node: module.root }).bindings.get(NAME);
  return bindings?.some(({ kind }) => kind !== "import") ?? false;
}
