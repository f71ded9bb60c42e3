/** Files for building and deploying the server as a container for Bedrock AgentCore. */

import { basename, join, relative } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import type { NewFile, Server } from "../../../types.js";
import { fill, sourceTemplates, templateText } from "../../supply/templates.js";
import { buildScript } from "../project/build-commands.js";
import { imageName, manifestOf } from "../project/layout.js";
import { type EntryPoint, nodeArguments } from "./entrypoint.js";
import { allowsNode } from "./node-range.js";
import { installationOf, type PackageManager } from "./package-manager.js";
import { fromRoot } from "./paths.js";

const deploy = join(sourceTemplates, "deploy");

/** Versions that the templates are pinned to. */
const versions = { node: "24.19.0", olderNode: "22.20.0", otel: "0.13.0" };

interface Commands {
  readonly install: string;
  readonly prune: string;
}

const locked: Readonly<Record<PackageManager, Commands>> = {
  npm: { install: "npm ci", prune: "npm prune --omit=dev" },
  pnpm: {
    install: "corepack enable && pnpm install --frozen-lockfile",
    prune: "corepack enable && pnpm prune --prod",
  },
  yarn: { install: "corepack enable && yarn install --immutable", prune: "true" },
  bun: { install: "npm install", prune: "npm prune --omit=dev" },
};

/** What builds the server as a container that runs the entry point. */
export function containerFiles(server: Server, files: FileStore, entry: EntryPoint): NewFile[] {
  const name = imageName(server, files);
  const values = valuesFor(server, files, entry, name);
  const push = `build_and_push_${name.replaceAll("-", "_")}.sh`;
  const file = (template: string, target = basename(template), executable = false): NewFile => ({
    path: join(server.root, target),
    // The templates speak of the script by its plain name.
    content: fill(templateText(deploy, template), values).replaceAll("build_and_push.sh", push),
    ...(executable ? { executable } : {}),
  });
  return [
    file("node/Dockerfile-AgentCore-Runtime"),
    file("node/Dockerfile-AgentCore-Runtime.dockerignore"),
    file("build_and_push.sh", push, true),
    file("kubernetes.yaml", "deploy-kubernetes.yaml"),
    file("update_agentcore.sh", undefined, true),
  ];
}

function valuesFor(
  server: Server,
  files: FileStore,
  entry: EntryPoint,
  name: string,
): Map<string, string> {
  const { loader } = entry;
  const { scripts, engines, dependencies } = manifestOf(server, files);
  const build = buildScript(scripts);
  const { manager, lock } = installationOf(server, files);
  const isOwnLock = lock !== undefined && !relative(server.root, lock).startsWith("..");
  const commands = isOwnLock
    ? locked[manager]
    : { install: "npm install", prune: locked.npm.prune };
  const runner = manager === "bun" || !isOwnLock ? "npm" : manager;
  const prefix = runner === "npm" ? "" : "corepack enable && ";
  return new Map([
    ["MCP_SERVER_NAME", name],
    ["NODE_VERSION", allowsNode(engines?.node, 24) ? versions.node : versions.olderNode],
    ["OTEL_DISTRO_VERSION", versions.otel],
    ["INSTALL_COMMAND", commands.install],
    ["BUILD_COMMAND", build ? `${prefix}${runner} run ${build}` : "true"],
    // A loader among the devDependencies has to stay.
    ["PRUNE_COMMAND", !loader || dependencies?.[loader] ? commands.prune : "true"],
    [
      "LOADER",
      nodeArguments(server, files, entry)
        .map((each) => `"${each}", `)
        .join(""),
    ],
    ["ENTRYPOINT", fromRoot(server, entry.main ?? entry.built)],
  ]);
}
