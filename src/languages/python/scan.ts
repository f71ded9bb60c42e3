/** Finds a server's tools, works out the fix of each, and gathers the findings. */

import type { FileStore } from "../../disk/files.js";
import type { Finding, Problem, Scan, Server, Settings, ToolSite } from "../../types.js";
import type { ScanParts } from "../language.js";
import { lazily } from "../lazily.js";
import { loadShell } from "../shell/grammar.js";
import { type DeclaredPrograms, notingUse } from "../shell/programs.js";
import { goneServices } from "../supply/gone.js";
import { createProgram } from "./evaluate/create-program.js";
import type { Program } from "./evaluate/program.js";
import { exampleOf } from "./examples/index.js";
import { cutShort } from "./findings/cut-short.js";
import { withoutUnreached } from "./findings/import-root.js";
import { findFindings } from "./findings/index.js";
import { mayStartProcesses } from "./findings/subprocess.js";
import { findTools } from "./forms/find-tools.js";
import type { FoundTool } from "./forms/found-tool.js";
import { answerAlike } from "./migrate/alike.js";
import { type Migration, migrateTool } from "./migrate/index.js";
import { withTransforms } from "./migrate/transforms.js";
import { type Layout, layoutOf } from "./project/layout.js";
import { readToml } from "./project/manifest.js";
import { openProject } from "./source/parse.js";
import { pragmaFindings } from "./source/pragma.js";
import { findingsOfImages } from "./supply/images.js";
import { servicesAskedFor } from "./supply/missing.js";
import { installedOf } from "./supply/packaging/backends.js";
import { wheelFindings } from "./supply/wheel.js";

export async function scan(
  server: Server,
  files: FileStore,
  settings: Settings,
  parts: ScanParts = "all",
): Promise<Scan> {
  const project = await openProject(server, files);
  const { mounts } = await installedOf(server, files);
  const program = createProgram(project, mounts);
  // Which of its processes keep an account is told by their command lines.
  if (program.holding(program.sources, "--profile").length > 0) await loadShell();
  const found = findTools(program);
  const context = { project, settings, answerAlike: lazily(() => answerAlike(found, project)) };
  const alone = found.map((tool) => migrateTool(tool, context));
  const migrations = withTransforms(found, alone);
  const tools = found.map((tool, index) => toolSite(tool, migrations[index]));
  const example = exampleOf(found, tools, program);
  const { programs, used } = notingUse(settings.programs);
  const layout = await layoutOf(server, files);
  const isWanted = parts === "all" && found.length > 0;
  const asked = isWanted ? servicesAskedFor(server, files, layout) : undefined;
  const services = goneServices(asked, server.root, files);
  const ofImages = asked
    ? findingsOfImages(server, files, layout, { tools: [], findings: [] })
    : [];
  const ofRules = parts === "all" ? await findingsOfRules(program, found, programs, layout) : [];
  const scanned: Scan = {
    tools,
    ...(example ? { example } : {}),
    findings: distinct([
      ...migrations.flatMap((migration) => migration.findings),
      ...ofRules,
      ...services.findings,
      ...ofImages,
    ]),
    ...(asked ? { gone: services.gone } : {}),
    problems: [...project.problems, ...manifestProblems(server, files)],
    programs: [...used],
  };
  return withoutUnreached(scanned, server, layout);
}

/** What the rules find in a server that has tools, and whether all of it could be followed. */
async function findingsOfRules(
  program: Program,
  found: readonly FoundTool[],
  programs: DeclaredPrograms,
  layout: Layout,
): Promise<Finding[]> {
  const { server, files } = program.project;
  if (found.length > 0 && mayStartProcesses(program)) await loadShell();
  return [
    ...findFindings(program, found, programs, layout),
    ...cutShort(program),
    ...(found.length > 0 ? pragmaFindings(program) : []),
    ...(found.length > 0 ? await wheelFindings(server, files) : []),
  ];
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
