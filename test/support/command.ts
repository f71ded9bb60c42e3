/** Runs a command of the program in this process, without a terminal. */

import { Chalk } from "chalk";
import { type ApplyOptions, applyPlan } from "../../src/commands/apply.js";
import { type CheckFlags, check } from "../../src/commands/check.js";
import type { Io } from "../../src/commands/io.js";
import { type PlanOptions, plan } from "../../src/commands/plan.js";
import { retrofit } from "../../src/commands/retrofit.js";
import { show } from "../../src/commands/show.js";
import { undo } from "../../src/commands/undo.js";
import { isSystemError } from "../../src/errors.js";
import { silent } from "../../src/progress/progress.js";

export interface Heard {
  /** What the command gave, or the error that it ended with. */
  readonly outcome: unknown;
  readonly out: string;
  readonly said: string;
}

/** What each command says in a folder; errors that users meet are given, not thrown. */
export function commandsIn(cwd: string) {
  const heard = (run: (io: Io) => Promise<unknown>) => hear(cwd, run);
  return {
    write: () => heard((io) => retrofit([cwd], { yes: true, allowDirty: true }, io)),
    writeClean: () => heard((io) => retrofit([cwd], { yes: true }, io)),
    dryRun: () => heard((io) => retrofit([cwd], { dryRun: true }, io)),
    check: (flags: CheckFlags = {}, paths: readonly string[] = [cwd]) =>
      heard((io) => check(paths, flags, io)),
    plan: (options: PlanOptions, paths: readonly string[] = [cwd]) =>
      heard((io) => plan(paths, options, io)),
    show: (file: string) => heard((io) => show(file, undefined, {}, io)),
    apply: (file: string, options: ApplyOptions = { yes: true }, folder?: string) =>
      heard((io) => applyPlan(file, folder, options, io)),
    undo: () => heard((io) => undo([cwd], {}, io)),
    list: () => heard((io) => undo([cwd], { list: true }, io)),
  };
}

async function hear(cwd: string, run: (io: Io) => Promise<unknown>): Promise<Heard> {
  let [out, said] = ["", ""];
  const io: Io = {
    cwd,
    out: (bytes) => {
      out += Buffer.from(bytes).toString();
    },
    say: (line) => {
      said += `${line}\n`;
    },
    paint: new Chalk({ level: 0 }),
    paintOut: new Chalk({ level: 0 }),
    progress: silent,
    interactive: false,
  };
  try {
    return { outcome: await run(io), out, said };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const outcome = isSystemError(error) ? "UserError" : error.name;
    return { outcome, out, said: `${said}${error.message}\n` };
  }
}
