/** What the registry needs of a database, whichever it is. */

export type Value = string | null;
export type Row = Readonly<Record<string, unknown>>;

/** An open account database. What fails is thrown as AccountError, in one line. */
export interface Database {
  readonly dialect: "postgresql" | "sqlite";
  /** Where it is, for people: a path, or a host and a name, without a login. */
  readonly place: string;
  /** Runs one statement, with `?` for each value, and gives its rows. */
  query(sql: string, values?: readonly Value[]): Promise<Row[]>;
  /** Does all of the work or, where it throws, none. Only one writer at a time is in it. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
