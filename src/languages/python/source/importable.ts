/** What Python takes for a name. */

/** Whether an import can name a folder or file of this name: `my-server` it can't. */
export function isImportable(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
}
