/** `retrofit plan`: works out what a run would write, and puts it into a file. Writes nothing else. */

import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkedOut } from "../disk/checked-out.js";
import { diffRootOf, gitRootOf } from "../disk/git.js";
import { UserError } from "../errors.js";
import { stored } from "../plan/stored/store.js";
import { count } from "../report/count.js";
import { shownPath } from "../report/places.js";
import { changesOf } from "../report/total.js";
import { isExecutable } from "../run/drift.js";
import type { Recorded } from "../run/prepare.js";
import type { Settings } from "../types.js";
import type { Io } from "./io.js";
import { type Look, look } from "./look.js";
import { writeFile } from "./outputs.js";
import { writePlanPage } from "./plan-page.js";
import { outcomeOf, type RetrofitOutcome, showSummary } from "./retrofit.js";

export interface PlanOptions {
  /** The file that the plan goes to. */
  readonly output?: string;
  /** The file for a page that shows it. */
  readonly html?: string;
  readonly style?: Settings["style"];
}

/**
 * Plans the servers under the paths and writes the plan. "incomplete" means that it leaves something out, and a line has
 * said what and why.
 */
export async function plan(
  paths: readonly string[],
  { output, html, style }: PlanOptions,
  io: Io,
): Promise<RetrofitOutcome> {
  if (output === undefined && html === undefined) {
    throw new UserError("where to? say -o plan.json, or --html page.html");
  }
  const found = await look(paths, "record", {
    overrides: style ? { style } : {},
    progress: io.progress,
  });
  const gated = found.servers.flatMap((each) => each.gated.problems);
  const problems = [...found.problems, ...gated];
  const changes = changesOf(found.servers);
  showSummary(found.servers, changes, problems, io);
  if (html !== undefined) await writePlanPage(html, found.servers, problems, io);
  if (output !== undefined) {
    const path = resolve(io.cwd, output);
    writeFile(path, textOf(found, paths, io.cwd));
    const shown = shownPath(path, io.cwd);
    io.say(
      `Planned into ${shown} (${count(changes.length, "file")}): \`retrofit show ${shown}\`, then \`retrofit apply ${shown}\``,
    );
  }
  return outcomeOf(problems);
}

function textOf(found: Look<Recorded>, paths: readonly string[], cwd: string): string {
  const named = paths.map((path) => realpathSync(resolve(cwd, path)));
  const sources = found.servers.flatMap(({ listed }) => listed);
  const written = changesOf(found.servers).map(({ path }) => path);
  const inside = named.map((path) => join(path, "any"));
  const root = diffRootOf([...inside, ...sources, ...written], realpathSync(cwd));
  const isRepository = gitRootOf(root) === root;
  const { servers, problems } = found;
  const commit = isRepository ? checkedOut(root) : undefined;
  const plan = stored(servers, { root, isRepository, commit, named, problems, isExecutable });
  return `${JSON.stringify(plan, null, 1)}\n`;
}
