/** Servers that answer JSON-RPC themselves, with no library of MCP: what betrays one, and what is said of it. Once for both languages. */

/** The methods by which MCP lists tools and calls them (https://modelcontextprotocol.io/specification). */
export const listMethod = "tools/list";
export const callMethod = "tools/call";

/** What a file has somewhere that answers such a call itself: both methods, and the version that each answer has. */
const answerMarks: readonly string[] = [listMethod, callMethod, "jsonrpc"];
/** What sends a call: a client, or what passes calls on. */
const sends = /["']?\bmethod["']?\s*:\s*["'`]tools\/call\b/;

/** Whether a file may answer calls of tools itself. */
export function mayAnswer(text: string): boolean {
  return answerMarks.every((mark) => text.includes(mark)) && !sends.test(text);
}

/** It stands for however many tools are answered there. */
export const handWrittenName = `<${callMethod}>`;

export const handWrittenReason =
  "tools/call is answered here by hand, without a library of MCP, so that neither the tools nor their schemas can be told; register them with the MCP SDK's server and run retrofit again";
