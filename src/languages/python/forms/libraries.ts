/**
 * What the MCP libraries for Python register tools with, as data: the search of files, what counts as a
 * server and how a registration is read are made from it. A line that no fixture uses fails a test. What the columns
 * mean stands in `library.ts`, questions to the table in `library-queries.ts`.
 */

import type { AnsweredRequest, Library, Line, Maker } from "./library.js";

export const requests: readonly AnsweredRequest[] = [
  { method: "tools/list", asks: "list" },
  { method: "tools/call", asks: "call" },
];

const tool: Line = {
  word: "tool",
  written: "method",
  kind: "tool",
  handler: ["fn", "name_or_fn"],
  namePlace: 0,
};
const addTool: Line = {
  word: "add_tool",
  written: "method",
  kind: "add_tool",
  handler: ["fn", "tool"],
  namePlace: 1,
};
const tools: Line = { word: "tools", written: "keyword", kind: "tools" };
const fromFunction = ["fn", "name", "title", "description"];
const toolFromFunction: Maker = {
  word: "Tool.from_function",
  makes: "tool",
  parameters: fromFunction,
};
const openApi =
  "its tools are generated from an OpenAPI document; give its HTTP client the account's credentials per call";
const fastApi =
  "its tools are generated from a FastAPI application; take the account in the application's own routes";
const proxy = "its tools are another server's; retrofit that server";

export const libraries: readonly Library[] = [
  {
    modules: ["mcp"],
    bytes: ["mcp", "MCP"],
    servers: ["FastMCP", "MCPServer", "Server"],
    lines: [
      tool,
      addTool,
      tools,
      { word: "list_tools", written: "method", kind: "handler", asks: "list" },
      { word: "call_tool", written: "method", kind: "handler", asks: "call" },
      { word: "on_list_tools", written: "keyword", kind: "given-handler", asks: "list" },
      { word: "on_call_tool", written: "keyword", kind: "given-handler", asks: "call" },
      {
        word: "add_request_handler",
        written: "method",
        kind: "given-handler",
        handler: ["handler"],
        handlerPlace: 2,
      },
    ],
    makers: [
      toolFromFunction,
      { word: "Tool", makes: "listed tool", parameters: [] },
      { word: "ListToolsResult", makes: "list", parameters: [] },
    ],
    resolves: [{ word: "Resolve", modules: ["mcp.server"], keyword: "dependency" }],
  },
  {
    modules: ["fastmcp"],
    bytes: ["mcp", "MCP"],
    servers: ["FastMCP"],
    mark: "__fastmcp__",
    resolves: [
      {
        word: "Depends",
        modules: ["fastmcp", "docket", "uncalled_for"],
        keyword: "dependency",
      },
    ],
    rewritesResults: true,
    lines: [
      tool,
      addTool,
      tools,
      { word: "tool", written: "decorator", kind: "standalone" },
      { word: "mcp_tool", written: "decorator", kind: "standalone" },
      { word: "from_openapi", written: "function", kind: "generator", reason: openApi },
      { word: "FastMCPOpenAPI", written: "function", kind: "generator", reason: openApi },
      { word: "from_fastapi", written: "function", kind: "generator", reason: fastApi },
      { word: "as_proxy", written: "function", kind: "generator", reason: proxy },
      { word: "create_proxy", written: "function", kind: "generator", reason: proxy },
      { word: "FastMCPProxy", written: "function", kind: "generator", reason: proxy },
    ],
    makers: [
      toolFromFunction,
      { word: "FunctionTool.from_function", makes: "tool", parameters: fromFunction },
      { word: "Tool.from_tool", makes: "tool of a tool", parameters: ["tool"] },
    ],
  },
  {
    modules: ["mcp_lambda_handler", "awslabs.mcp_lambda_handler"],
    bytes: ["mcp", "MCP"],
    servers: ["MCPLambdaHandler"],
    lines: [tool],
    makers: [],
  },
];
