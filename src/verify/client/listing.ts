/** What a server says that it has. */

/** A JSON schema, as far as anybody here looks into it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A tool exactly as it was sent. */
export interface ListedTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: Schema & {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
  };
  readonly [field: string]: unknown;
}

export const PARAMETER = "target_account_id";

/** Whether a tool takes an account. */
export function takesAccount({ inputSchema }: ListedTool): boolean {
  return inputSchema?.properties?.[PARAMETER] !== undefined;
}
