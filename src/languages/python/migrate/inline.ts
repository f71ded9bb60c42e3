/** The guide's own form, written out in the tool: a small `try` with the setup and the typed handlers. */

import type { Node } from "web-tree-sitter";
import type { FoundTool } from "../forms/found-tool.js";
import { passesResults } from "../project/tool-results.js";
import type { Project } from "../source/parse.js";

export const HANDLED = [
  "AccountNotFoundError",
  "CredentialDecryptionError",
  "AssumeRoleError",
  "DatabaseConnectionError",
  "AccountAccessDeniedError",
] as const;

/** How a tool tells its caller about an error: by what its return type takes. */
export interface Answer {
  /** The name of the services that makes it, where one is needed. */
  readonly helper?: "account_error_payload" | "account_call_tool_result" | "account_tool_error";
  /** The statement, from the local name of the helper. */
  statement(helper: string): string;
}

export interface Style {
  /** Whether the tool answers through `format_response`. */
  readonly formatResponse: boolean;
  /** Whether a CallToolResult reaches the client as it is; fastmcp makes text of it. */
  readonly passesResults: boolean;
  /** The file's own quote. */
  readonly quote: string;
}

/** The answer that fits the function's return annotation. */
export function answerOf(definition: Node, style: Style): Answer {
  const { formatResponse, passesResults, quote } = style;
  const type = definition.childForFieldName("return_type")?.text ?? "";
  if (isGenerator(definition)) return RAISED;
  if (formatResponse) {
    const [status, key] = ["error", "error_type"].map((word) => quote + word + quote);
    const data = `{${key}: error.error_type}`;
    return { statement: () => `return format_response(${status}, ${data}, error.message)` };
  }
  if (takesDict(type)) {
    return { helper: "account_error_payload", statement: (name) => `return ${name}(error)` };
  }
  if (passesResults && /^(?:\w+\.)*CallToolResult$/.test(type)) {
    return { helper: "account_call_tool_result", statement: (name) => `return ${name}(error)` };
  }
  return RAISED;
}

/** The one that any tool can give. */
export const RAISED: Answer = {
  helper: "account_tool_error",
  statement: (name) => `raise ${name}(error) from error`,
};

/** Whether a decorator of the author's stands between the body and the registration: it could swallow the errors. */
export function isDecorated({ decorators, registering }: FoundTool): boolean {
  return decorators.length > registering.length;
}

/** The answer of one tool by itself. */
export function ownAnswer(
  { definition, formatResponse }: { readonly definition: Node; readonly formatResponse: boolean },
  project: Project,
  text: string,
): Answer {
  const quote = text.split("'").length >= text.split('"').length ? "'" : '"';
  return answerOf(definition, { formatResponse, passesResults: passesResults(project), quote });
}

/** A generator cannot return an answer. */
function isGenerator(definition: Node): boolean {
  return /\byield\b/.test(definition.text) && definition.descendantsOfType("yield").length > 0;
}

/** A dict of strings fits: the payload holds nothing else. */
function takesDict(type: string): boolean {
  const bare = /^(?:\w+\.)*(?:[Dd]ict|(?:Mutable)?Mapping)(?:\[\s*str\s*,\s*(.+)\])?$/s.exec(type);
  return bare !== null && /^(?:(?:typing\.)?Any|str|object)?$/.test(bare[1] ?? "");
}

/** The lines of the block, without indentation. `name` gives the local name of each of the services' names. */
export function setupBlock(
  isAsync: boolean,
  answer: Answer,
  name: (of: string) => string,
): string[] {
  const call = isAsync
    ? `await ${name("_setup_account_context")}(target_account_id)`
    : `${name("_setup_account_context_sync")}(target_account_id)`;
  return ["try:", `\t${call}`, ...handlerLines(HANDLED, answer, name)];
}

/** The lines of handlers that give this answer, without indentation. */
export function handlerLines(
  errors: readonly string[],
  answer: Answer,
  name: (of: string) => string,
): string[] {
  const statement = answer.statement(answer.helper ? name(answer.helper) : "");
  return errors.flatMap((error) => [`except ${name(error)} as error:`, `\t${statement}`]);
}
