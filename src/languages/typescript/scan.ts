/** Finds every tool of a TypeScript or JavaScript server and how each is migrated. */

import type { ts } from "ts-morph";
import type { FileStore } from "../../files.js";
import type { Scan, Server, Settings, ToolSite } from "../../types.js";
import { findClients } from "./clients/index.js";
import { createEvaluator } from "./evaluate/evaluator.js";
import { folded, makersOf } from "./fold.js";
import { addToolCalls } from "./forms/add-tool.js";
import { lowLevelPairs, requestHandlers } from "./forms/low-level.js";
import { frameworkTools } from "./forms/mcp-framework.js";
import { nestTools } from "./forms/nest.js";
import { otherHandlers, otherMark } from "./forms/other-handlers.js";
import { registerToolCalls } from "./forms/register-tool.js";
import { toolCalls } from "./forms/tool.js";
import { xmcpTool } from "./forms/xmcp.js";
import { manifestOf } from "./layout.js";
import { openProject } from "./parse.js";
import { ownReads } from "./reads.js";
import type { Form } from "./registration.js";
import { productionFiles } from "./server-files.js";
import { checkedImports, lackingExports } from "./services-exports.js";
import { sitesOf } from "./state.js";

/**
 * What a file has somewhere if it registers a tool: the name of what registers, in whatever way it is
 * called. `tool` alone is too common a word: there it is a member, or taken out of an object.
 */
const mark = new RegExp(
  [
    /\b(?:registerTool|registerToolTask|addTools?|setRequestHandler)\b/,
    /\.\s*tool\b|["'`]tool["'`]\s*\]|\btool\b[^{}]*\}\s*=[^=>]/,
    /@Tool\b|\bMCPTool\b/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

const forms: readonly Form[] = [
  toolCalls,
  registerToolCalls,
  addToolCalls,
  nestTools,
  frameworkTools,
];

/** Scans one server. Pure: reads through `files`, runs nothing. */
export function scan(server: Server, files: FileStore, _settings: Settings): Scan {
  const project = openProject(server, files);
  const evaluator = createEvaluator(project);
  const production = new Set(productionFiles(server));
  const sourcesWith = (pattern: RegExp): ts.SourceFile[] =>
    project
      .filesWith(pattern)
      .filter((path) => production.has(path))
      .flatMap((path) => project.source(path) ?? []);
  const sources = sourcesWith(mark);
  const single = sources.flatMap((source) => forms.flatMap((form) => form(evaluator, source)));
  const handlers = sources.flatMap((source) => requestHandlers(evaluator, source));
  const exported = usesXmcp(server, files)
    ? sourcesWith(/\bexport\s+default\b/).flatMap((source) => xmcpTool(evaluator, source))
    : [];
  const registrations = [...lowLevelPairs(evaluator, handlers, single), ...exported];
  const reads = ownReads(project);
  const lacking = lackingExports(server, files);
  const placed = registrations.flatMap((each) => {
    const makers = makersOf(evaluator, each.node);
    return sitesOf(each, reads).map((site) => ({ site, makers }));
  });
  const tools = folded(placed)
    .map((tool) => checkedImports(tool, project, lacking))
    .sort(byPlace);
  // A package without tools is no server, whatever else it does with AWS.
  const toolFiles = tools.flatMap(({ place, registration }) =>
    registration ? [place.file, registration.file] : [place.file],
  );
  const clients = tools.length > 0 ? findClients(server, files, project, toolFiles) : [];
  const reachesAws = tools.length > 0 && sourcesWith(/@aws-sdk\//).length > 0;
  const others = reachesAws
    ? sourcesWith(otherMark).flatMap((source) => otherHandlers(evaluator, source))
    : [];
  const findings = [...clients, ...others];
  return { tools, findings, problems: project.problems };
}

function usesXmcp(server: Server, files: FileStore): boolean {
  const { dependencies, devDependencies } = manifestOf(server, files);
  return dependencies?.xmcp !== undefined || devDependencies?.xmcp !== undefined;
}

function byPlace(a: ToolSite, b: ToolSite): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
