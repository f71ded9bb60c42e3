/** What insertions cannot fix, rule by rule. */

import type { Finding } from "../../../types.js";
import { lazily } from "../../lazily.js";
import type { DeclaredPrograms } from "../../shell/programs.js";
import type { Program } from "../evaluate/program.js";
import type { FoundTool } from "../forms/found-tool.js";
import type { Layout } from "../project/layout.js";
import type { At } from "../source/nodes.js";
import { dependencies } from "./dependencies.js";
import { environmentCredentials } from "./environment-credentials.js";
import { explicitCredentials } from "./explicit-credentials.js";
import { cachedAccounts } from "./kept/index.js";
import { neverImported } from "./never-imported.js";
import { otherProcesses } from "./other-process.js";
import { outsideServices } from "./outside-services.js";
import { choosingAccounts } from "./own-argument.js";
import { rawThreads } from "./raw-thread.js";
import { nearTools, servedFindings } from "./served.js";
import { subprocessEnvironment } from "./subprocess.js";
import { timers } from "./timers.js";

/** The findings of a server that has tools; none for one that has not. */
export function findFindings(
  program: Program,
  tools: readonly FoundTool[],
  programs: DeclaredPrograms,
  layout: Layout,
): Finding[] {
  if (tools.length === 0) return [];
  const near = lazily(() => nearTools(program, tools));
  const inCode = [
    ...environmentCredentials(program, tools),
    ...explicitCredentials(program, choosingAccounts(tools.flatMap(functionOf))),
    ...cachedAccounts(program, tools, () => near().all),
    ...outsideServices(program, layout),
    ...rawThreads(program),
    ...otherProcesses(program),
    ...timers(program, tools),
    ...dependencies(program, tools),
    ...subprocessEnvironment(program, tools, programs),
  ];
  const found = [...servedFindings(near, inCode), ...neverImported(program, tools)];
  return found.sort((a, b) => compare(a.place.file, b.place.file) || a.place.line - b.place.line);
}

function functionOf({ file, definition }: FoundTool): At[] {
  return definition ? [{ file, node: definition }] : [];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
