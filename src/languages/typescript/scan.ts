/** Scans a TypeScript or JavaScript server: its tools, and what else would mix accounts up. */

import type { FileStore } from "../../files.js";
import type { Scan, Server, Settings } from "../../types.js";
import { findClients } from "./clients/index.js";
import { createEvaluator } from "./evaluate/evaluate.js";
import { findTools } from "./find-tools.js";
import { otherHandlers } from "./others/index.js";
import { openProject } from "./parse.js";

/** Scans one server. Pure: reads through `files`, runs nothing. */
export function scan(server: Server, files: FileStore, _settings: Settings): Scan {
  const project = openProject(server, files);
  const evaluator = createEvaluator(project);
  const { tools, example } = findTools(evaluator);
  // A package without tools is no server, whatever else it does with AWS.
  const toolFiles = tools.flatMap(({ place, registration }) =>
    registration ? [place.file, registration.file] : [place.file],
  );
  const clients = tools.length > 0 ? findClients(server, files, project, toolFiles) : [];
  const reachesAws = tools.length > 0 && project.filesWith(/@aws-sdk\//).length > 0;
  const others = reachesAws ? otherHandlers(evaluator) : [];
  const findings = [...clients, ...others];
  return { tools, findings, problems: project.problems, ...(example ? { example } : {}) };
}
