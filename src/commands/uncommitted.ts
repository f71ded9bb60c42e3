/** Before files are changed that git could not give back, somebody has to say so. */

import { uncommitted } from "../disk/uncommitted.js";
import { UserError } from "../errors.js";
import type { Change } from "../plan/compose.js";
import { count } from "../report/count.js";
import { shownPath } from "../report/places.js";
import { visible } from "../report/visible.js";
import type { Io } from "./io.js";

/**
 * Whether the changes may be written as far as git goes: where a file has changes that are not committed, somebody in
 * the terminal is asked. Throws UserError, which names the files, where nobody is there.
 */
export async function mayWriteOver(changes: readonly Change[], io: Io): Promise<boolean> {
  const edited = changes.filter(({ before }) => before).map(({ path }) => path);
  const files = uncommitted(edited).map((path) => visible(shownPath(path, io.cwd)));
  if (files.length === 0) return true;
  const what = `${count(files.length, "file")} not committed: ${files.join(", ")}`;
  if (io.interactive) return ask(`${what}. Write into ${files.length === 1 ? "it" : "them"}?`);
  throw new UserError(
    `${what}; nothing was written: commit first, or say --allow-dirty (\`retrofit undo\` takes a run back)`,
  );
}

async function ask(message: string): Promise<boolean> {
  const { confirm } = await import("@clack/prompts");
  return (await confirm({ message, initialValue: false })) === true;
}
