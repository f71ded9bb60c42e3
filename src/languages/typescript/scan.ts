/** Scans a TypeScript or JavaScript server: its tools, and what else would mix accounts up. */

import type { FileStore } from "../../disk/files.js";
import type { Scan, Server, Settings } from "../../types.js";
import { cutShortFinding } from "../cut-short.js";
import type { ScanParts } from "../language.js";
import { loadShell } from "../shell/grammar.js";
import { notingUse } from "../shell/programs.js";
import { goneServices } from "../supply/gone.js";
import { createEvaluator } from "./evaluate/evaluate.js";
import { findClients } from "./findings/index.js";
import { mayStartProcesses } from "./findings/looks.js";
import { otherHandlers } from "./findings/resources/index.js";
import { findTools } from "./forms/find-tools.js";
import { openProject } from "./source/parse.js";
import { pragmaFindings } from "./source/pragma.js";
import { servicesAskedFor } from "./supply/missing.js";
import { shippingFindings } from "./supply/shipping/index.js";

/** Scans one server. Pure: reads through `files`, runs nothing. */
export async function scan(
  server: Server,
  files: FileStore,
  settings: Settings,
  parts: ScanParts = "all",
): Promise<Scan> {
  const project = openProject(server, files);
  const evaluator = createEvaluator(project);
  // Which of its processes keep an account is told by their command lines.
  const hasProfiles = mayStartProcesses(project) && project.filesWith(/--profile/).length > 0;
  if (hasProfiles) await loadShell();
  const { tools, example, handlers } = findTools(evaluator);
  // A package without tools is no server, whatever else it does with AWS.
  const isWanted = parts === "all" && tools.length > 0;
  const toolFiles = tools.flatMap(({ place, registration }) =>
    registration ? [place.file, registration.file] : [place.file],
  );
  const { programs, used } = notingUse(settings.programs);
  if (isWanted && mayStartProcesses(project)) await loadShell();
  const clients = isWanted
    ? findClients(server, files, evaluator, toolFiles, programs, handlers)
    : [];
  const reachesAws = isWanted && project.filesWith(/@aws-sdk\//).length > 0;
  const others = reachesAws ? otherHandlers(evaluator) : [];
  // What was not looked at may be what a pragma is for.
  const about = evaluator.isExhausted()
    ? cutShortFinding(server)
    : isWanted
      ? pragmaFindings(project)
      : [];
  const rules = [...clients, ...others, ...about];
  const asked = isWanted ? servicesAskedFor(server, files) : undefined;
  const services = goneServices(asked, server.root, files);
  const shipping = asked ? shippingFindings(server, files, { tools, findings: rules }) : [];
  const findings = [...rules, ...services.findings, ...shipping];
  return {
    tools,
    findings,
    problems: project.problems,
    programs: [...used],
    ...(asked ? { gone: services.gone } : {}),
    ...(example ? { example } : {}),
  };
}
