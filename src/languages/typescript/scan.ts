/** Finds every tool of a TypeScript or JavaScript server and how each is migrated. */

import type { FileStore } from "../../files.js";
import type { Scan, Server, Settings, ToolSite } from "../../types.js";
import { findClients } from "./clients/index.js";
import { createEvaluator } from "./evaluate/evaluator.js";
import { lowLevelPairs, requestHandlers } from "./forms/low-level.js";
import { registerToolCalls } from "./forms/register-tool.js";
import { toolCalls } from "./forms/tool.js";
import { openProject } from "./parse.js";
import type { Form, Registration } from "./registration.js";
import { productionFiles } from "./server-files.js";
import { sitesOf } from "./state.js";

/** What a file has somewhere if it registers a tool in any form. */
const mark =
  /\b(?:tool|registerTool|addTools?|setRequestHandler)\b\s*(?:\(|<|["'`]\s*\]|\.bind)|@Tool\b|\bMCPTool\b/;

const forms: readonly Form[] = [toolCalls, registerToolCalls];

/** Scans one server. Pure: reads through `files`, runs nothing. */
export function scan(server: Server, files: FileStore, _settings: Settings): Scan {
  const project = openProject(server, files);
  const evaluator = createEvaluator(project);
  const production = new Set(productionFiles(server));
  const sources = project
    .filesWith(mark)
    .filter((path) => production.has(path))
    .flatMap((path) => project.source(path) ?? []);
  const registrations: Registration[] = [
    ...sources.flatMap((source) => forms.flatMap((form) => form(evaluator, source))),
    ...lowLevelPairs(
      evaluator,
      sources.flatMap((source) => requestHandlers(evaluator, source)),
    ),
  ];
  const tools = registrations.flatMap(sitesOf).sort(byPlace);
  const findings = findClients(server, files, project);
  return { tools, findings, problems: project.problems };
}

function byPlace(a: ToolSite, b: ToolSite): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
