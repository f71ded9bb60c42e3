/** What the table of libraries says, and how: the shape of its lines. */

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

/** A request of a client: to list the tools, or to call one. */
export type Asked = "list" | "call";

/** A request that a handler is registered for by its method. */
export interface AnsweredRequest {
  readonly method: string;
  readonly asks: Asked;
}

/** One way to register tools. */
export interface Line {
  readonly word: string;
  readonly written: Written;
  readonly kind: SiteKind;
  /** The keywords under which what it registers is given; by position it is the first argument, or as `handlerPlace` says. */
  readonly handler?: readonly string[];
  /** The place of what it registers among the positional arguments, where that is not the first. */
  readonly handlerPlace?: number;
  /** The place of the name among the positional arguments, where it is not given by keyword. */
  readonly namePlace?: number;
  /** Which request what it registers answers, where the word says so. */
  readonly asks?: Asked;
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
  /** What it calls before the body of a tool that has it as a default or in an annotation runs. */
  readonly resolves?: readonly Resolver[];
  /** Whether it makes a result of its own of a CallToolResult that a tool answers with. */
  readonly rewritesResults?: true;
}

/** `Depends(function)`. */
export interface Resolver {
  readonly word: string;
  /** The modules that it is imported from, by the start of their dotted names. */
  readonly modules: readonly string[];
  /** The keyword under which the function is given; by position it is the first argument. */
  readonly keyword: string;
}
