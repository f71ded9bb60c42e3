/** Errors that the user can cause or put right. Everything else that is thrown is a defect of ours. */

import type { Problem } from "./types.js";

/** One clear line: what is wrong, where, and what to do about it. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** A signal ended a command while it was writing; what it had written is taken back. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor(readonly signal: NodeJS.Signals) {
    super(`interrupted (${signal}); nothing was written`);
  }
}

/** What a system call's failure means to a person, e.g. "no space left on the disk". */
export function describeSystemError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && systemErrors[code]) ?? message ?? String(error);
}

/** The problem of a file or folder that a system call failed to read. */
export function unreadable(file: string, error: unknown): Problem {
  return { file, message: `cannot be read: ${describeSystemError(error)}` };
}

/** Whether an error comes from the operating system: it has a code such as ENOENT. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}

const systemErrors: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "no such file or folder",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be larger than allowed",
  EROFS: "the file system is read-only",
  EMFILE: "too many open files",
};
