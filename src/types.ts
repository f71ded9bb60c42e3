/** The words of the product as types. Every module speaks these and nothing language-specific. */

export type LanguageId = "typescript" | "python";

/** Where something is, as an editor shows it: `line` and `column` count from 1. `file` is absolute. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * An insertion, the only kind of change the product makes to a source file.
 * `offset` counts UTF-16 units of the decoded text as it is on disk (a BOM is unit 0).
 * Two insertions at one offset stand in the order of `rank` (default 0), lower first.
 */
export interface Edit {
  readonly file: string;
  readonly offset: number;
  readonly text: string;
  readonly rank?: number;
}

/** A stretch of a text, from the UTF-16 unit `start` to before `end`. */
export type Span = readonly [start: number, end: number];

/** Names of the services folder that `file` must import once the fix is in. */
export interface ImportNeed {
  readonly file: string;
  /** A module of the services folder: "" is its index. */
  readonly module: string;
  readonly names: readonly string[];
}

/** A source, and a file that it imports. */
export interface Importer {
  readonly file: string;
  readonly imported: string;
}

/** What migrates one tool (or clears one finding): all of it, or none. Several fixes may share an edit. */
export interface Fix {
  readonly edits: readonly Edit[];
  readonly imports: readonly ImportNeed[];
  /** Where it was asked for: all insertions, those of imports too, if they are all that it takes. */
  readonly alone?: readonly Edit[];
}

export type State = "migrated" | "partial" | "pending" | "unsupported" | "ignored";

/** One tool as a client would list it, and what there is to do about it. */
export interface ToolSite {
  /** The name in `tools/list`; where it is made at run time, the expression that makes it, in `<…>`. */
  readonly name: string;
  /** How it is registered: an id of the language's forms. */
  readonly form: string;
  /** Where the tool is defined: its name, or its function. */
  readonly place: Place;
  /** Where it is handed to the server, when that is somewhere else. */
  readonly registration?: Place;
  /** The other places of one server that register or list the same tool: its fix holds them all. */
  readonly further?: readonly Place[];
  readonly state: State;
  /** What a pending or partial tool lacks, e.g. "parameter", "wrapper". Empty when migrated. */
  readonly missing: readonly string[];
  /** Why it is unsupported or ignored; what a reviewer should know (a parameter that had to be last). */
  readonly reason?: string;
  /** Present when the tool is pending or partial and can be migrated by insertions. */
  readonly fix?: Fix;
}

export type Severity = "error" | "warning" | "note";

/** Something to know that is not a tool: an AWS client that keeps its account, a cached identity… */
export interface Finding {
  /** An id of rules/index.ts. */
  readonly rule: string;
  readonly severity: Severity;
  readonly place: Place;
  readonly message: string;
  /** What the reader can do about it. */
  readonly remedy?: string;
  readonly fix?: Fix;
  /** Why it is left out by choice: then it is a note. */
  readonly ignored?: string;
}

/** A file that could not be read as source. It is left alone, and the run ends in exit 2. */
export interface Problem {
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}

/** A folder with a manifest whose sources register MCP tools. Paths are absolute, files sorted. */
export interface Server {
  readonly language: LanguageId;
  readonly root: string;
  readonly name: string;
  /** package.json or pyproject.toml; undefined for sources without one. */
  readonly manifest?: string;
  /** The source files below the root that belong to this server (ignored and built files left out). */
  readonly files: readonly string[];
  /** When the user named single files: only tools defined or registered in them are planned. */
  readonly only?: readonly string[];
}

/** What a language found in one server. */
export interface Scan {
  readonly tools: readonly ToolSite[];
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  /** Of the programs that the configuration declares, those that the server is seen to start. */
  readonly programs?: readonly string[];
  /** Present where the sources import the account services: which files of them are not there. */
  readonly gone?: readonly NewFile[];
  /** A call of one of the tools as documentation would show it, without an account, where one can be told. */
  readonly example?: Example;
}

export interface Example {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A file that a retrofit adds to a server, beside the edits in its sources. */
export interface NewFile {
  readonly path: string;
  readonly content: string;
  /** True for scripts. */
  readonly executable?: boolean;
  /** True for what is copied as it is and is nobody's to review line by line: the account services. */
  readonly isVendored?: boolean;
}

/** What a server needs besides its tools' fixes: new files, dependencies, documentation. */
export interface Supply {
  readonly files: readonly NewFile[];
  /** Insertions into files that exist (manifest, README). */
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
}

/** Choices of the user, from the configuration file and the command line. */
export interface Settings {
  /** Where the parameter goes in Python: after ctx and the required ones, or last everywhere. */
  readonly position: "first-optional" | "last";
  /** Python only: one decorator, or the guide's own form written out in every tool. */
  readonly style: "wrapper" | "inline";
  /** Tools left out by choice: name to reason. */
  readonly ignore: ReadonlyMap<string, string>;
  /** Tools that `verify` may leave unproven: name to reason. */
  readonly allowUnproven: ReadonlyMap<string, string>;
  /** Programs that the server starts: whether they use AWS by their environment, or reach none. */
  readonly programs: ReadonlyMap<string, "aws" | "none">;
  /** What is said of paths; there where a configuration says something. */
  readonly paths?: PathChoices;
  /** How many servers and tools there are to be under the configuration, at least. */
  readonly expect?: { readonly servers?: number; readonly tools?: number };
}

/** Choices by patterns as in a .gitignore. */
export interface PathChoices {
  /** The folder that they are given from. */
  readonly folder: string;
  /** Files left out by choice: pattern to reason. */
  readonly ignore: ReadonlyMap<string, string>;
  /** By rule: which severity it has where. The last pattern that fits counts. */
  readonly severity: ReadonlyMap<string, readonly (readonly [string, Severity])[]>;
}
