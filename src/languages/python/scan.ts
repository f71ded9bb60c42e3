/** Finds a server's tools, works out the fix of each, and gathers the findings. */

import type { FileStore } from "../../disk/files.js";
import type { Finding, Problem, Scan, Server, Settings, ToolSite } from "../../types.js";
import { loadShell } from "../shell/grammar.js";
import { notingUse } from "../shell/programs.js";
import { createProgram } from "./evaluate/create-program.js";
import { exampleOf } from "./examples/index.js";
import { cutShort } from "./findings/cut-short.js";
import { findFindings } from "./findings/index.js";
import { mayStartProcesses } from "./findings/subprocess.js";
import { findTools } from "./forms/find-tools.js";
import type { FoundTool } from "./forms/found-tool.js";
import { type Migration, migrateTool } from "./migrate/index.js";
import { withTransforms } from "./migrate/transforms.js";
import { readToml } from "./project/manifest.js";
import { openProject } from "./source/parse.js";
import { pragmaFindings } from "./source/pragma.js";
import { wheelFindings } from "./supply/wheel.js";

export async function scan(server: Server, files: FileStore, settings: Settings): Promise<Scan> {
  const project = await openProject(server, files);
  const program = createProgram(project);
  const found = findTools(program);
  const context = { project, settings };
  const alone = found.map((tool) => migrateTool(tool, context));
  const migrations = withTransforms(found, alone);
  const tools = found.map((tool, index) => toolSite(tool, migrations[index]));
  const example = exampleOf(found, tools, project);
  if (found.length > 0 && mayStartProcesses(program)) await loadShell();
  const { programs, used } = notingUse(settings.programs);
  return {
    tools,
    ...(example ? { example } : {}),
    findings: distinct([
      ...migrations.flatMap((migration) => migration.findings),
      ...findFindings(program, found, programs),
      ...cutShort(program),
      ...(found.length > 0 && !program.isExhausted() ? pragmaFindings(program) : []),
      ...(found.length > 0 ? await wheelFindings(server, files) : []),
    ]),
    problems: [...project.problems, ...manifestProblems(server, files)],
    programs: [...used],
  };
}

/** Without its manifest a server's package is not known: what depends on it would be a guess. */
function manifestProblems(server: Server, files: FileStore): Problem[] {
  const read = readToml(server, files);
  if (!server.manifest || !read || "manifest" in read) return [];
  return [{ file: server.manifest, line: read.line, message: `does not parse: ${read.message}` }];
}

/** Tools of one module, or of one function, may come with the same finding. */
function distinct(findings: readonly Finding[]): Finding[] {
  const keyOf = ({ rule, place, message }: Finding): string =>
    [rule, place.file, place.line, place.column, message].join("\0");
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()];
}

function toolSite(tool: FoundTool, migration: Migration | undefined): ToolSite {
  const { state = "unsupported", missing = [], reason, fix } = migration ?? {};
  return {
    name: tool.name,
    form: tool.form,
    place: tool.place,
    ...(tool.registration && { registration: tool.registration }),
    state,
    missing,
    ...(reason !== undefined && { reason }),
    ...(fix && { fix }),
  };
}
