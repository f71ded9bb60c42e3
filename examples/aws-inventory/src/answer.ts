import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";

/** A tool's answer that holds a value as JSON text. */
export function answer(value: unknown): CallToolResult {
  return { content: [{ type: "text", text: JSON.stringify(value, null, 2) }] };
}

/** A tool's answer that says what went wrong. */
export function failure(error: unknown): CallToolResult {
  const text = error instanceof Error ? error.message : String(error);
  return { content: [{ type: "text", text }], isError: true };
}
