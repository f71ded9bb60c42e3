/** `--html FILE` of what would be written. */

import { resolve } from "node:path";
import { diffRootOf } from "../disk/git.js";
import { shownPath } from "../report/places.js";
import type { Prepared } from "../run/prepare.js";
import type { Problem } from "../types.js";
import type { Io } from "./io.js";
import { writeFile } from "./outputs.js";

/** Writes the page of a plan. Throws UserError where it cannot be written. */
export async function writePlanPage(
  file: string,
  servers: readonly Pick<Prepared, "plan" | "gated">[],
  problems: readonly Problem[],
  io: Io,
): Promise<void> {
  const { planPage } = await import("../report/page/plan-page.js");
  const { documentOf } = await import("../report/page/document.js");
  const sources = servers.flatMap(({ plan }) => plan.server.files);
  const page = await planPage(servers, problems, diffRootOf(sources, io.cwd));
  const path = resolve(io.cwd, file);
  writeFile(path, documentOf(page));
  io.say(`The page for reviewers: ${shownPath(path, io.cwd)}`);
}
