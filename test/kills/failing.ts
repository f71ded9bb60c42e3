/** Lets the calls of the file system fail, one after the other, and looks at what a run leaves. */

import { commandsIn, type Heard } from "../support/command.js";
import { failure, inject, writing } from "./faults.mjs";
import { forgetLocks, isUnfinished, type Sandbox, stateOf } from "./sandbox.js";

export interface Failing {
  readonly name: string;
  readonly command: "write" | "undo";
  /** Whether every call that writes fails from one on, as on a disk that is full, or one call alone. */
  readonly forGood: boolean;
}

export const failings: readonly Failing[] = [
  { name: "each call of a run fails alone", command: "write", forGood: false },
  { name: "each call of an undo fails alone", command: "undo", forGood: false },
  { name: "all that write fail from each on, in a run", command: "write", forGood: true },
  { name: "all that write fail from each on, in an undo", command: "undo", forGood: true },
];

/** Tries every `stride`th call until there are no more. Gives how many, and a line for each that left more or less than all or nothing. */
export async function failEach(
  sandbox: Sandbox,
  failing: Failing,
  stride: number,
): Promise<{ tried: number; problems: string[] }> {
  const problems: string[] = [];
  let tried = 0;
  for (let at = 1; ; at += stride) {
    sandbox.reset(failing.command === "write" ? "before" : "after");
    const { heard, calls } = await withFault(sandbox, failing, at);
    if (calls < at) return { tried, problems };
    tried += 1;
    const problem = await problemAfter(sandbox, heard);
    if (problem) problems.push(`call ${at}: ${lastLine(heard)}: ${problem}`);
  }
}

async function withFault(
  sandbox: Sandbox,
  { command, forGood }: Failing,
  at: number,
): Promise<{ heard: Heard; calls: number }> {
  const end = inject({
    below: [sandbox.cwd, sandbox.home],
    ...(forGood && { names: writing }),
    at,
    until: forGood ? Number.POSITIVE_INFINITY : at,
    act: (name, subject) => {
      throw failure(name, subject);
    },
  });
  // The command gives its errors and throws none, but for a defect of the test.
  const heard = await commandsIn(sandbox.cwd)[command]();
  return { heard, calls: end() };
}

async function problemAfter(sandbox: Sandbox, heard: Heard): Promise<string | undefined> {
  if (!["done", "incomplete", "UserError"].includes(String(heard.outcome))) {
    return "this is no error that a user can do something about";
  }
  const { check, undo } = commandsIn(sandbox.cwd);
  if (isUnfinished(sandbox)) {
    forgetLocks(sandbox);
    const told = await check();
    if (!/cut short/.test(told.said))
      return `check does not tell that it is unfinished: ${told.said}`;
    await undo();
  }
  if (isUnfinished(sandbox)) return "it is still unfinished";
  // A folder that could not be read was named, and the plan was another.
  if (heard.outcome === "incomplete") await undo();
  const state = stateOf(sandbox);
  return state.startsWith("neither") ? state : undefined;
}

function lastLine({ said }: Heard): string {
  return said.trim().split("\n").at(-1) ?? "";
}
