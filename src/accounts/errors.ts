/** What goes wrong with an account or its database, as against a wrong use of the command. */

/** One clear line: what failed, and what to do about it. The command ends with exit code 1. */
export class AccountError extends Error {
  override readonly name = "AccountError";
}

/** An error's code or name: what may be said of an error whose message may quote a login. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}
