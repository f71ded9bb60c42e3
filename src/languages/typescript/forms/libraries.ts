/**
 * What the MCP libraries for TypeScript register tools with, as data: the search of files, what counts as a
 * server and how a registration is read are made from it. A line that no fixture uses fails a test.
 */

/** How a word stands in the source: `server.word(…)`, `@word(…)`, `extends word`, a file in a folder `word`. */
export type Written = "method" | "decorator" | "base" | "folder";

export type Registered = "tool" | "resource" | "prompt" | "request";

/**
 * How a registration gives the schema and the handler.
 * - arguments: `(name, description?, schema?, annotations?, handler)`
 * - config: `(name, { [schema] }, handler)`
 * - task: `(name, { [schema] }, { [handler] })`
 * - object, list: `({ name, [schema], [handler] })`, or a list of such objects
 * - request: `(which request, handler)`
 * - handler: `(…, handler)`, whatever else there is
 * - options: `@word({ name, [schema] })` on the handler
 * - members: the class's own members `name`, `[schema]` and `[handler]`
 * - exports: what a file exports: `[schema]`, and the handler as default
 */
export type Given = GivenToMethod | "request" | "handler" | "options" | "members" | "exports";

/** Those of methods that register tools: each has a reader in `methods.ts`. */
export type GivenToMethod = "arguments" | "config" | "task" | "object" | "list";

/** One way to register something. */
export interface Line {
  readonly word: string;
  readonly written: Written;
  readonly registers: Registered;
  readonly given: Given;
  /** The names under which the schema and the handler are given; empty where they have none. */
  readonly schema: string;
  readonly handler: string;
  /** What the method is called on, the likeliest first: a class, or a member of its objects. */
  readonly on?: readonly string[];
}

/** A request that a handler of tools answers: its method, and the schema that stands for it. */
export interface ToolRequest {
  readonly asks: "list" | "call";
  readonly method: string;
  readonly schema: string;
}

export const toolRequests: readonly ToolRequest[] = [
  { asks: "list", method: "tools/list", schema: "ListToolsRequestSchema" },
  { asks: "call", method: "tools/call", schema: "CallToolRequestSchema" },
];

export interface Library {
  /** The packages that it is imported from, old and new; a scope ends in a slash. */
  readonly packages: readonly string[];
  /** The names of packages by other makers that have the same decorators. */
  readonly relatives?: RegExp;
  /** The modules of which a server's program loads one, where not each of the packages is for servers alone. */
  readonly serving?: readonly string[];
  /** Whether it loads the files of a folder, which no import names. */
  readonly loadsFolders?: true;
  /** Bytes of which one is in every server that is made with it. */
  readonly bytes: readonly string[];
  readonly lines: readonly Line[];
}

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

/** Packages on which MCP servers are built in forms of their own, which are not followed; scopes end in a slash. */
export const unsupported: readonly string[] = [
  "tmcp",
  "@tmcp/",
  "mcp-lite",
  "muppet",
  "mcp-use",
  "@mastra/mcp",
];

const all = libraries.flatMap(({ lines }) => lines);

/** The lines of words that are written so and register one of these, or anything. */
export function linesOf(written: Written, ...registers: readonly Registered[]): readonly Line[] {
  return all.filter(
    (line) =>
      line.written === written && (registers.length === 0 || registers.includes(line.registers)),
  );
}

/** The lines of a method. */
export function methodLines(word: string): readonly Line[] {
  return methods.get(word) ?? [];
}

const methods = new Map(
  all.flatMap(({ word, written }) =>
    written === "method"
      ? [[word, all.filter((each) => each.written === written && each.word === word)]]
      : [],
  ),
);

/** The words of some lines, each once. */
export function wordsOf(lines: readonly Line[]): readonly string[] {
  return [...new Set(lines.map(({ word }) => word))];
}

/** Bytes of which one is in every file that may serve tools. */
export const bytesOfLibraries: readonly string[] = libraries.flatMap(({ bytes }) => bytes);

/** The library that a specifier imports. */
export function libraryOf(specifier: string): Library | undefined {
  return libraries.find(({ packages }) => packages.some((name) => isOfPackage(specifier, name)));
}

/** Whether what a specifier imports may have a line: it is of the line's library, or a relative of it. */
export function mayHave(specifier: string, line: Line): boolean {
  return libraries.some(
    (library) =>
      library.lines.includes(line) &&
      (libraryOf(specifier) === library || library.relatives?.test(specifier)),
  );
}

/** Whether a specifier is of a package, or of one of a scope. */
export function isOfPackage(specifier: string, name: string): boolean {
  const scope = name.endsWith("/") ? name : `${name}/`;
  return specifier === name || specifier.startsWith(scope);
}

/** What of a library's servers this is, a class and members of its objects: the longest that is listed. */
export function serverNamed(path: readonly string[], library?: Library): string | undefined {
  const servers = (library && serversOf.get(library)) ?? allServers;
  const lengths = path.map((_, at) => path.length - at);
  return lengths.map((length) => path.slice(0, length).join(".")).find((name) => servers.has(name));
}

const serversOf = new Map(
  libraries.map((each) => [each, new Set(each.lines.flatMap(({ on = [] }) => on))]),
);
const allServers = new Set([...serversOf.values()].flatMap((names) => [...names]));

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
