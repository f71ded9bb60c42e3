/**
 * What the MCP libraries for TypeScript register tools with, as data: the search of files, what counts as a
 * server and how a registration is read are made from it. A line that no fixture uses fails a test. What the columns
 * mean stands in `library.ts`, questions to the table in `library-queries.ts`.
 */

import type { AnsweredRequest, Given, Library, Line, Registered } from "./library.js";

export const requests: readonly AnsweredRequest[] = [
  request("tool", "tools/list", "ListTools", "list"),
  request("tool", "tools/call", "CallTool", "call"),
  request("resource", "resources/list", "ListResources"),
  request("resource", "resources/templates/list", "ListResourceTemplates"),
  request("resource", "resources/read", "ReadResource"),
  request("resource", "resources/subscribe", "Subscribe"),
  request("resource", "resources/unsubscribe", "Unsubscribe"),
  request("prompt", "prompts/list", "ListPrompts"),
  request("prompt", "prompts/get", "GetPrompt"),
  request("prompt", "completion/complete", "Complete"),
];

type More = Partial<Pick<Line, "schema" | "handler" | "on">>;

const nameless = { schema: "", handler: "" };

const high = ["McpServer"];
const low = ["Server", "McpServer.server", "McpServer"];
const fast = ["FastMCP"];
const load = { handler: "load", on: fast } as const;

export const libraries: readonly Library[] = [
  {
    packages: ["@modelcontextprotocol/"],
    serving: ["@modelcontextprotocol/sdk/server", "@modelcontextprotocol/server"],
    bytes: ["@modelcontextprotocol/", "McpServer"],
    lines: [
      method("tool", "tool", "arguments", { on: high }),
      method("registerTool", "tool", "config", { schema: "inputSchema", on: high }),
      method("registerToolTask", "tool", "task", {
        schema: "inputSchema",
        handler: "createTask",
        on: ["McpServer.experimental.tasks", "McpServer"],
      }),
      method("setRequestHandler", "request", "request", { on: low }),
      method("resource", "resource", "handler", { on: high }),
      method("registerResource", "resource", "handler", { on: high }),
      method("prompt", "prompt", "handler", { on: high }),
      method("registerPrompt", "prompt", "handler", { on: high }),
    ],
    starts: [
      { word: "StdioServerTransport", transport: "stdio" },
      { word: "serveStdio", transport: "stdio" },
    ],
    editions: [
      {
        package: "@modelcontextprotocol/server",
        template: "sdk2",
        imports: [
          'import * as server from "@modelcontextprotocol/server";',
          'import * as stdio from "@modelcontextprotocol/server/stdio";',
          'import { modernEra } from "{{SERVICES}}/gateway/eras{{EXTENSION}}";',
          "",
          "const sdk = { ...stdio, modern: modernEra({ ...server, ...stdio }) };",
        ],
        zod: [{ range: "^4.2.0" }],
      },
      {
        package: "@modelcontextprotocol/sdk",
        template: "sdk1",
        imports: [
          'import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";',
          "",
          "const sdk = { StdioServerTransport };",
        ],
        httpSince: [1, 10],
        zod: [{ before: [1, 23], range: "^3.23.8" }, { range: "^3.25.0 || ^4.0.0" }],
      },
    ],
  },
  {
    packages: ["fastmcp"],
    bytes: ["fastmcp"],
    lines: [
      method("addTool", "tool", "object", { schema: "parameters", handler: "execute", on: fast }),
      method("addTools", "tool", "list", { schema: "parameters", handler: "execute", on: fast }),
      method("addResource", "resource", "object", load),
      method("addResources", "resource", "list", load),
      method("addResourceTemplate", "resource", "object", load),
      method("addResourceTemplates", "resource", "list", load),
      method("addPrompt", "prompt", "object", load),
      method("addPrompts", "prompt", "list", load),
    ],
    starts: [{ word: "start", transport: "fastmcp", isCommon: true }],
    editions: [
      {
        package: "fastmcp",
        template: "fastmcp",
        imports: [
          'import * as fastmcp from "fastmcp";',
          'import { transportOf } from "{{SERVICES}}/gateway/fastmcp{{EXTENSION}}";',
          "",
          "const sdk = transportOf(fastmcp);",
        ],
        startsItself: true,
        httpOptions: ["authenticate", "auth", "oauth"],
      },
    ],
  },
  {
    packages: ["mcp-framework"],
    loadsFolders: true,
    bytes: ["mcp-framework"],
    lines: [
      base("MCPTool", "tool", { schema: "schema", handler: "execute" }),
      base("MCPResource", "resource", { handler: "read" }),
      base("MCPPrompt", "prompt", { handler: "generateMessages" }),
    ],
    starts: [{ word: "start", transport: "library", isCommon: true }],
  },
  {
    packages: ["@rekog/mcp-nest"],
    relatives: /mcp.*nest|nest.*mcp/i,
    bytes: ["mcp-nest"],
    lines: [
      decorator("Tool", "tool", { schema: "parameters" }),
      method("registerTool", "tool", "object", {
        schema: "parameters",
        handler: "handler",
        on: ["McpStrategy", "McpRegistryService"],
      }),
      decorator("Resource", "resource"),
      decorator("ResourceTemplate", "resource"),
      decorator("Prompt", "prompt"),
    ],
  },
  {
    packages: ["xmcp"],
    bytes: ["xmcp"],
    lines: [
      folder("tools", "tool", { schema: "schema" }),
      folder("resources", "resource"),
      folder("prompts", "prompt"),
    ],
  },
];

/** Packages that serve MCP over HTTP alone, whatever they are called on; scopes end in a slash. */
export const httpAlone: readonly string[] = ["mcp-handler", "@hono/mcp", "@vercel/"];

/** Packages on which MCP servers are built in forms of their own, which are not followed; scopes end in a slash. */
export const unsupported: readonly string[] = [
  "tmcp",
  "@tmcp/",
  "mcp-lite",
  "muppet",
  "mcp-use",
  "@mastra/mcp",
];

function method(word: string, registers: Registered, given: Given, more: More): Line {
  return { ...nameless, word, written: "method", registers, given, ...more };
}

function base(word: string, registers: Registered, more: More): Line {
  return { ...nameless, word, written: "base", registers, given: "members", ...more };
}

function decorator(word: string, registers: Registered, more: More = {}): Line {
  return { ...nameless, word, written: "decorator", registers, given: "options", ...more };
}

function folder(word: string, registers: Registered, more: More = {}): Line {
  return { ...nameless, word, written: "folder", registers, given: "exports", ...more };
}

function request(
  registers: AnsweredRequest["registers"],
  method: string,
  name: string,
  asks?: "list" | "call",
): AnsweredRequest {
  return { registers, method, schema: `${name}RequestSchema`, ...(asks ? { asks } : {}) };
}
