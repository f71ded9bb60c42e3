/** What the table of libraries says, and how: the shape of its lines. */

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

/** A request that a handler answers: its method, and the schema that stands for it. */
export interface AnsweredRequest {
  readonly registers: "tool" | "resource" | "prompt";
  /** Of tools: whether it lists them or calls one. */
  readonly asks?: "list" | "call";
  readonly method: string;
  readonly schema: string;
}

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
  /** With what its servers begin to serve. */
  readonly starts?: readonly Start[];
  /** Its packages whose transport an entry point replaces. */
  readonly editions?: readonly Edition[];
}

/** How a server begins to serve, as an entry point sees it: the SDK's stdio, FastMCP's `start`, a library's own choice. */
export type LibraryTransport = "stdio" | "fastmcp" | "library";

/** A call with which servers of a library begin to serve. */
export interface Start {
  readonly word: string;
  readonly transport: LibraryTransport;
  /** Whether the word is too common to tell anything in a file that does not import the library. */
  readonly isCommon?: true;
}

/** A package, and what an entry point for its servers is made of. */
export interface Edition {
  readonly package: string;
  /** The ending of the template's name, one for each edition in JavaScript. */
  readonly template: "sdk1" | "sdk2" | "fastmcp";
  /** What the template gets as `sdk`. */
  readonly imports: readonly string[];
  /** Whether `start` of its servers, and no transport that is made for them, says how they serve. */
  readonly startsItself?: true;
  /** Options of its servers, of which each says who may call, that its own HTTP alone heeds. */
  readonly httpOptions?: readonly string[];
  /** The first version that has streamable HTTP, where some have not. */
  readonly httpSince?: Version;
  /** The range of zod that it depends on itself, by the versions up to which that holds: the first that fits. */
  readonly zod?: readonly { readonly before?: Version; readonly range: string }[];
}

/** Major and minor version. */
export type Version = readonly [number, number];
