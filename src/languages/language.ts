/** The one interface a language implements. Nothing outside src/languages/ knows a language. */

import type { FileStore } from "../disk/files.js";
import type {
  Edit,
  Importer,
  ImportNeed,
  LanguageId,
  Problem,
  Scan,
  Server,
  Settings,
  Supply,
  ToolSite,
} from "../types.js";
import type { Starting } from "./starting.js";
import type { Words } from "./words.js";

/** How much of a server a scan is to find. */
export type ScanParts = "all" | "tools";

export interface Language {
  readonly id: LanguageId;
  /** The word for people, e.g. "TypeScript". */
  readonly label: string;
  /** Manifest file names, the preferred one first. */
  readonly manifests: readonly string[];
  /** Endings of source files, with the dot. */
  readonly extensions: readonly string[];
  /** Whether its parser takes little enough memory to be loaded in several threads. */
  readonly isLight: boolean;

  /** Loads what the first scan would load, for whoever has time before it. */
  load?(): Promise<void>;

  /**
   * A byte search for the marks of an MCP server, made before anything is parsed or any parser loaded.
   * May say yes too often, never no wrongly.
   */
  mayServe(bytes: Uint8Array): boolean;

  /** Whether nothing outside of a folder of this name can import from it, which makes its sources a program of their own. */
  standsAlone?(name: string): boolean;

  /** The files of a server that people wrote: without what its build makes of them, wherever it puts that. */
  written?(server: Server, files: FileStore): Promise<readonly string[]>;

  /**
   * Finds every tool and AWS client of a server and works out the fix of each. Pure: reads only
   * through `files`, runs nothing. Files that do not parse come back as problems. With `tools` alone the rules
   * are not asked, which take most of the time: only findings that come with a tool are among the findings.
   */
  scan(server: Server, files: FileStore, settings: Settings, parts?: ScanParts): Promise<Scan>;

  /** For a folder in which no tool was found: what points to MCP all the same, and the remedy. */
  hint?(folder: string, files: FileStore): Promise<string | undefined>;

  /** The insertions that import what the accepted fixes need, in the style of the file. None where it is imported already. */
  importEdits(
    server: Server,
    files: FileStore,
    needs: readonly ImportNeed[],
  ): Promise<readonly Edit[]>;

  /**
   * The import gate: a problem for each need that is not met in `files`, the files as they would be: the name is not
   * imported, the import leads to no file, or the file has no such name. The server's files are those, too.
   */
  importProblems(
    server: Server,
    files: FileStore,
    needs: readonly ImportNeed[],
  ): Promise<readonly Problem[]>;

  /** The sources of a server that import one of these files, which are left out themselves. */
  importers(
    server: Server,
    files: FileStore,
    targets: ReadonlySet<string>,
  ): Promise<readonly Importer[]>;

  /** What running a source leaves beside it, which nobody needs once the source is gone. */
  leftovers?(source: string): readonly string[];

  /** What the server needs besides: services folder, dependencies, deployment files. `scan` is the one just made. */
  supply(server: Server, files: FileStore, scan: Scan, settings: Settings): Promise<Supply>;

  /** What its tools and their fixes are, for people. */
  words(): Promise<Words>;

  /**
   * Comments of which each might leave a tool out for a reason: the likeliest first. Which of them does, and leaves out no
   * other, is seen when the server is planned with it.
   */
  leaveOut(tool: ToolSite, reason: string, files: FileStore): Promise<readonly Edit[]>;

  /** The command that runs the server's own tests, in its folder; undefined where none can be told. */
  testCommand(server: Server, files: FileStore): Promise<string | undefined>;

  /** How people start the server. `origin` is the folder that its dependencies are installed for, where it is a copy. */
  starting(server: Server, files: FileStore, origin: string): Promise<Starting>;

  /** The parse gate for planned bytes: at least as strict as the language's own compiler on what we insert. */
  syntaxProblem(file: string, text: string): Promise<Problem | undefined>;
}
