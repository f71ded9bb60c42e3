/** How a server's own files say that it is started: a module, or a script by its path. */

import { basename, dirname, join } from "node:path";
import type { FileStore } from "../../../disk/files.js";
import { type Evidence, moduleEvidence } from "./evidence.js";
import { type TomlTable, tableAt } from "./manifest.js";
import type { Sources } from "./sources.js";

const FILES = [
  "Dockerfile",
  "Containerfile",
  "docker-compose.yml",
  "docker-compose.yaml",
  "compose.yml",
  "compose.yaml",
  "Procfile",
  "Makefile",
  "justfile",
  "run.sh",
  "start.sh",
  "smithery.yaml",
  "server.json",
  "manifest.json",
  "fastmcp.json",
  ".mcp.json",
  "mcp.json",
  "README.md",
  "readme.md",
  "README.rst",
];

/** The folders that imports count from where one of these commands, or a declared script, starts the server. */
export function commandEvidence(sources: Sources, files: FileStore, data: TomlTable): Evidence[] {
  const scripts = scriptsIn(data).flatMap((script) => moduleEvidence(script, sources));
  const texts = FILES.map((name) => join(sources.root, name))
    .filter((path) => files.isFile(path))
    .map((path) => files.read(path)?.text ?? "");
  return [...scripts, ...texts.flatMap((text) => startedIn(text, sources))];
}

function scriptsIn(data: TomlTable): string[] {
  const tables = [tableAt(data, "project", "scripts"), tableAt(data, "tool", "poetry", "scripts")];
  const targets = tables.flatMap((table) => Object.values(table));
  return targets.flatMap((target) => String(target).split(":")[0] ?? []);
}

const asModule = /(?:^|\s)-m\s+([\w.]+)/g;
const asApplication = /\b(?:uvicorn|gunicorn|hypercorn)\s[^\n]*?\b([A-Za-z_][\w.]*):\w+/g;
const asScript = /\b(?:python[\d.]*|run|dev)\s(?:\s*-[\w-]+(?:=\S+)?)*\s*([\w./~<>${}-]+\.py)\b/g;

/** Commands in any text: what parts the words of a list, or names it, is taken out first. */
function startedIn(text: string, sources: Sources): Evidence[] {
  const plain = text
    .replaceAll(/["']?\bargs["']?\s*[:=]/g, " ")
    .replaceAll(/["',[\]]+/g, " ")
    .replaceAll(/\s*\n\s*(?=-m\s|[\w./<>${}-]+\.py\s)/g, " ");
  const modules = [...plain.matchAll(asModule), ...plain.matchAll(asApplication)];
  const scripts = [...plain.matchAll(asScript)];
  return [
    ...modules.flatMap(([, module = ""]) => moduleEvidence(module, sources)),
    ...scripts.flatMap(([, path = ""]) => scriptEvidence(path, sources)),
  ];
}

/** A script's own folder is the first that its imports count from. What is above it may be a made-up path. */
function scriptEvidence(path: string, { paths }: Sources): Evidence[] {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  for (let from = 0; from < parts.length; from++) {
    const tail = `/${parts.slice(from).join("/")}`;
    const fitting = [...paths].filter((each) => each.endsWith(tail));
    const [file, more] = fitting.sort((a, b) => a.length - b.length);
    if (!file) continue;
    if (more && more.split("/").length === file.split("/").length) return [];
    return [{ root: dirname(file), top: join(dirname(file), basename(file, ".py")), from: file }];
  }
  return [];
}
