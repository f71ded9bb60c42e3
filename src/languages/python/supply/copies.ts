/** Files that are copied beside the sources: the entry point, the deployment, a test. */

import { basename, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { findingOf, topOf } from "../../../rules/finding.js";
import type { Finding, NewFile, Server } from "../../../types.js";
import { fill, sourceTemplates, templateText } from "../../supply/templates.js";
import { quiet } from "./quiet.js";

type Values = ReadonlyMap<string, string>;

/** The entry point at the server's root; a finding where nothing is known to start, or another server serves. */
export function entryPoint(
  server: Server,
  files: FileStore,
  values: Values,
  otherServer: string | undefined,
): { files: NewFile[]; findings: Finding[] } {
  const path = join(server.root, "entrypoint.py");
  const isStarted = values.has("SERVER_MAIN");
  if (files.isFile(path) || isStarted) {
    const content = isStarted ? quiet(filled("python", "entrypoint.py", values)) : "";
    return { files: [{ path, content }], findings: [] };
  }
  const place = topOf(server.manifest ?? server.root);
  const none = "no entry point was added, and no Dockerfile that would run it:";
  const finding = otherServer
    ? findingOf("no-entry-point", {
        place,
        message: `${none} the main hands its application to ${otherServer}, which an entry point can't tell where to listen`,
      })
    : findingOf("no-entry-point", {
        place,
        message: `${none} nothing says what starts the server`,
        remedy: "name its main under [project.scripts] in pyproject.toml and run again",
      });
  return { files: [], findings: [finding] };
}

/** Whether there is an entry point, or will be. */
export function hasEntryPoint(server: Server, files: FileStore, values: Values): boolean {
  return files.isFile(join(server.root, "entrypoint.py")) || values.has("SERVER_MAIN");
}

/** The files for building the server as a container for Bedrock AgentCore. */
export function deployFiles(server: Server, files: FileStore, values: Values): NewFile[] {
  const name = (values.get("MCP_SERVER_NAME") ?? "").replaceAll("-", "_");
  const push = `build_and_push_${name}.sh`;
  const hasEntry = hasEntryPoint(server, files, values);
  const copy = (template: string, target = basename(template), executable = false): NewFile => ({
    path: join(server.root, target),
    content: filled("deploy", template, values).replaceAll("build_and_push.sh", push),
    ...(executable ? { executable } : {}),
  });
  const container = [
    copy("python/Dockerfile-AgentCore-Runtime"),
    copy("python/Dockerfile-AgentCore-Runtime.dockerignore"),
    copy("build_and_push.sh", push, true),
    copy("kubernetes.yaml", "deploy-kubernetes.yaml"),
    copy("update_agentcore.sh", undefined, true),
  ];
  return hasEntry ? container : [];
}

function filled(folder: string, name: string, values: Values): string {
  return fill(templateText(join(sourceTemplates, folder), name), values);
}
