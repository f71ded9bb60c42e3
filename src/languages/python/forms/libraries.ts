/**
 * What the MCP libraries for Python register tools with, as data: the search of files, what counts as a
 * server and how a registration is read are made from it. A line that no fixture uses fails a test.
 */

/** How a word stands in the source: `server.word`, `@word`, `word(…)`, `word=…`. */
export type Written = "method" | "decorator" | "function" | "keyword";

/** What stands there, which says how it is followed. */
export type SiteKind =
  | "tool"
  | "add_tool"
  | "handler"
  | "given-handler"
  | "generator"
  | "tools"
  | "standalone";

/** One way to register tools. */
export interface Line {
  readonly word: string;
  readonly written: Written;
  readonly kind: SiteKind;
  /** The keywords under which what it registers is given; by position it is the first argument. */
  readonly handler?: readonly string[];
  /** The place of the name among the positional arguments, where it is not given by keyword. */
  readonly namePlace?: number;
  /** Why tools that are made so cannot be migrated one by one. */
  readonly reason?: string;
}

/**
 * A class, or a function of one, that makes what is registered or listed:
 * - tool: a tool of a function
 * - tool of a tool: the same with other arguments or another function
 * - listed tool: what a low-level server tells of a tool, its schema among it
 * - list: what holds the listed tools
 */
export type Made = "tool" | "tool of a tool" | "listed tool" | "list";

/** One way to make such an object. */
export interface Maker {
  /** How its dotted name ends. */
  readonly word: string;
  readonly makes: Made;
  /** What is passed by position, in this order; everything may be given by keyword. */
  readonly parameters: readonly string[];
}

export interface Library {
  /** The modules that it is imported from, by the start of their dotted names. */
  readonly modules: readonly string[];
  /** Bytes of which one is in every file that has to do with it. */
  readonly bytes: readonly string[];
  /** Its classes whose objects are servers. */
  readonly servers: readonly string[];
  readonly lines: readonly Line[];
  readonly makers: readonly Maker[];
  /** The attribute that its decorators set on what they stand at. */
  readonly mark?: string;
}

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
      { word: "list_tools", written: "method", kind: "handler" },
      { word: "call_tool", written: "method", kind: "handler" },
      { word: "on_list_tools", written: "keyword", kind: "given-handler" },
      { word: "on_call_tool", written: "keyword", kind: "given-handler" },
      { word: "add_request_handler", written: "method", kind: "given-handler" },
    ],
    makers: [
      toolFromFunction,
      { word: "Tool", makes: "listed tool", parameters: [] },
      { word: "ListToolsResult", makes: "list", parameters: [] },
    ],
  },
  {
    modules: ["fastmcp"],
    bytes: ["mcp", "MCP"],
    servers: ["FastMCP"],
    mark: "__fastmcp__",
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

const lines = libraries.flatMap((library) => library.lines);

/** The modules that a file imports which serves tools. */
export const modulesOfLibraries = libraries.flatMap(({ modules }) => modules);

/** Bytes of which one is in every file that may serve tools. */
export const bytesOfLibraries: readonly string[] = once(libraries.flatMap(({ bytes }) => bytes));

/** The classes of servers, as alternatives of a pattern. */
export const serverNames = once(libraries.flatMap(({ servers }) => servers)).join("|");

/** The modules of the libraries, as alternatives of a pattern. */
export const moduleNames = once(libraries.flatMap(({ modules }) => modules))
  .join("|")
  .replaceAll(".", "\\.");

/** Words of which one is in every file that registers tools; those that hold another one left out. */
export const words: readonly string[] = once(lines.map(({ word }) => word)).filter(
  (word, _, all) => !all.some((other) => other !== word && word.includes(other)),
);

/** The words that are written so, as alternatives of a pattern. */
export function wordsWritten(as: Written): string {
  return once(lines.filter(({ written }) => written === as).map(({ word }) => word)).join("|");
}

/** The methods of servers that register a tool each. */
export const toolMethods: readonly string[] = once(
  lines.flatMap(({ word, kind }) => (kind === "tool" || kind === "add_tool" ? [word] : [])),
);

/** The line of a word, as it stands in the source. */
export function lineOf(word: string, written: Written): Line | undefined {
  return lines.find((line) => line.word === word && line.written === written);
}

const ofLibraries = new RegExp(`^(?:${moduleNames})\\.`);

/** Whether a dotted name is of one of the libraries. */
export function isOfLibraries(path: string): boolean {
  return ofLibraries.test(path);
}

/** Whether a dotted name is of a library that has a word of this kind. */
export function hasKind(path: string, kind: SiteKind): boolean {
  return librariesOf(path).some((library) => library.lines.some((line) => line.kind === kind));
}

/** Whether what a dotted name decorates is marked with an attribute; undefined where it is of no library that marks. */
export function isMarkedWith(path: string, attribute: string): boolean | undefined {
  const marks = librariesOf(path).flatMap(({ mark }) => mark ?? []);
  return marks.length > 0 ? marks.includes(attribute) : undefined;
}

function librariesOf(path: string): readonly Library[] {
  return libraries.filter(({ modules }) => modules.some((name) => path.startsWith(`${name}.`)));
}

/** The maker that a dotted name is, whatever it is imported through. */
export function makerOf(path: string): Maker | undefined {
  return libraries
    .flatMap(({ makers }) => makers)
    .find(({ word }) => path === word || path.endsWith(`.${word}`));
}

/** The line of a server's method. */
export function methodLine(word: string): Line | undefined {
  return lineOf(word, "method");
}

function once<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)];
}
