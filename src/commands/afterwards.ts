/** What a run says once it has written. */

import { resolve } from "node:path";
import { count } from "../report/count.js";
import { commandsFor, type Steps, stepsIn } from "../report/next-steps.js";
import { shownPath } from "../report/places.js";
import { countLeft, leftTools, type Todo, todoText } from "../report/todo.js";
import { changesOf, totalLine } from "../report/total.js";
import type { Prepared } from "../run/prepare.js";
import type { Io } from "./io.js";
import { writeFile } from "./outputs.js";

/** Servers with steps of their own that are shown one by one. */
const MOST_SHOWN = 6;

/** Says what was written, what to run now, and how to take it back. */
export async function sayWritten(written: readonly Prepared[], io: Io): Promise<void> {
  const { paint, say, cwd } = io;
  if (changesOf(written).length === 0) return say("Nothing was written.");
  say(`${paint.green("Written:")} ${totalLine(written)}`);
  const steps = await stepsIn(written, cwd);
  if (steps.length > 0) say("\nRun now:");
  for (const each of steps.slice(0, MOST_SHOWN)) say(stepText(each, io));
  if (steps.length > MOST_SHOWN) {
    say(`  and more in ${count(steps.length - MOST_SHOWN, "other server")}: --todo FILE lists all`);
  }
  const { check, verify, undo } = commandsFor(written, cwd);
  say(`\nThen:         ${check}\n              ${verify}\nTo undo it:   ${undo}`);
}

/** Writes the list for people where it is asked for; else says how many things are left, where there are. */
export async function leaveTodo(todo: Todo, file: string | undefined, io: Io): Promise<void> {
  const left = countLeft(todo);
  if (file !== undefined) {
    const path = resolve(io.cwd, file);
    writeFile(path, await todoText(todo, io.cwd));
    io.say(`To do: ${shownPath(path, io.cwd)}, with ${count(left, "thing")} for a person`);
    return;
  }
  const skipped = todo.written.length > 0 ? leftTools(todo).length : 0;
  if (skipped > 0)
    io.say(`Not accepted: ${count(skipped, "tool")}; the next run asks about them again.`);
  if (left > 0) io.say(`For a person: ${count(left, "thing")} (--todo FILE writes the list)`);
}

function stepText({ folders, lines }: Steps, { paint }: Io): string {
  const where =
    folders.length > MOST_SHOWN ? `${count(folders.length, "server")}` : folders.join(", ");
  return [`  ${paint.dim(`in ${where}`)}`, ...lines.map((line) => `    ${line}`)].join("\n");
}
