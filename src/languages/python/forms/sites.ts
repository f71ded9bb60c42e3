/** Where something may register a tool: a search of bytes, then of text, then the syntax node. */

import type { Node } from "web-tree-sitter";
import type { Program } from "../evaluate/program.js";
import type { At } from "../source/nodes.js";

/** What stands there. */
export type Mark =
  | "tool"
  | "add_tool"
  | "handler"
  | "given-handler"
  | "generator"
  | "tools"
  | "standalone";

export interface Site extends At {
  readonly mark: Mark;
}

/** One of these is in every file that registers tools. */
const words = ["tool", "proxy", "from_openapi", "from_fastapi"];

/** The marks in text. Each ends with the word whose syntax node is looked at. */
const marks =
  /\.\s*(?:tool|list_tools|call_tool)\b|@\s*(?:mcp_)?tool\b|\badd_tool\b|\b(?:from_openapi|from_fastapi|as_proxy|create_proxy|FastMCPProxy|FastMCPOpenAPI)\b(?=\s*\()|\btools(?=\s*=(?!=))|\b(?:on_list_tools|on_call_tool)(?=\s*=(?!=))|\badd_request_handler(?=\s*\()/g;

const kinds: Record<string, Mark> = {
  tool: "tool",
  mcp_tool: "standalone",
  add_tool: "add_tool",
  list_tools: "handler",
  call_tool: "handler",
  tools: "tools",
  on_list_tools: "given-handler",
  on_call_tool: "given-handler",
  add_request_handler: "given-handler",
};

/** Every place of the sources where one of the marks is code. */
export function sitesOf(program: Program): readonly Site[] {
  return program.sources
    .filter((file) => words.some((word) => program.buffer(file)?.includes(word)))
    .flatMap((file) => sitesIn(program, file));
}

function sitesIn(program: Program, file: string): Site[] {
  const text = program.project.files.read(file)?.text ?? "";
  const found: Site[] = [];
  for (const match of text.matchAll(marks)) {
    if (program.module(file)?.problem) return [];
    const word = /\w+$/.exec(match[0])?.[0] ?? "";
    const mark = match[0].startsWith("@") ? "standalone" : (kinds[word] ?? "generator");
    const offset = match.index + match[0].length - word.length;
    const node = program.module(file)?.root.descendantForIndex(offset);
    if (node && isMarked(mark, node)) found.push({ mark, file, node });
  }
  return found;
}

function isMarked(mark: Mark, node: Node): boolean {
  if (node.type !== "identifier") return false;
  const parent = node.parent?.type;
  if (mark === "tools") return parent === "keyword_argument";
  if (mark === "given-handler") return parent === "keyword_argument" || parent === "attribute";
  if (mark === "standalone") return parent === "decorator" || parent === "call";
  if (mark === "generator") return parent === "attribute" || parent === "call";
  return parent === "attribute";
}
