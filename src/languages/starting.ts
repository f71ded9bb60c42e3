/** How people start a server, as a language tells it: data, nothing is run. */

/** A program and what it is given. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** What `verify` needs to know to run a server. Where something cannot be told, the reason stands in its place. */
export interface Starting {
  /** What the server's users start. */
  readonly own: Program | string;
  /** The entry point that a retrofit adds. */
  readonly entryPoint: Program | string;
  /** What makes the programs of the sources, for a shell; nothing where the sources run as they are. */
  readonly build?: string;
  /** Folders of programs that go before all others. */
  readonly bins: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** botocore's folder `data`, where the server's own dependencies have it. */
  readonly models?: string;
}
