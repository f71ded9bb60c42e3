/** What the placeholders in the templates are filled with. */

import { basename, relative } from "node:path";
import type { Server } from "../../../types.js";
import type { Layout } from "../project/layout.js";
import { type TomlTable, tableAt } from "../project/manifest.js";

/** Versions that the templates are pinned to, the newest Python first. */
const PYTHONS = ["3.13.18", "3.12.16", "3.11.18", "3.10.22"];
const OTEL = "0.21.0";

/** Values by placeholder. SERVER_MAIN is missing where there is no `main` that an entry point can start. */
export function valuesOf(
  server: Server,
  layout: Layout,
  main: string | undefined,
  data: TomlTable,
): Map<string, string> {
  const isBuilt = Object.keys(tableAt(data, "build-system")).length > 0;
  const values = new Map([
    ["SERVICES", layout.services],
    ["SOURCE_ROOT", relative(server.root, layout.importRoot).replaceAll("\\", "/") || "."],
    ["MCP_SERVER_NAME", imageName(server)],
    ["PYTHON_VERSION", pythonFor(data)],
    ["OTEL_DISTRO_VERSION", OTEL],
    ["RUN_FILES", isBuilt ? "entrypoint.py" : "."],
  ]);
  if (main) values.set("SERVER_MAIN", main);
  return values;
}

/** A name that is valid as an image, a repository and a Kubernetes object. */
function imageName({ root, name }: Server): string {
  const plain = (basename(root) || name).toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.replaceAll(/^-+|-+$/g, "") || "mcp-server";
}

/** The newest pinned Python that the server says it runs on. */
function pythonFor(data: TomlTable): string {
  const poetry = tableAt(data, "tool", "poetry", "dependencies").python;
  const range = tableAt(data, "project")["requires-python"] ?? poetry;
  const allowed = PYTHONS.find((version) => allows(String(range ?? ""), version));
  return allowed ?? PYTHONS[0] ?? "";
}

/** Whether a range of versions takes 3.x, judged by the minor number. */
function allows(range: string, version: string): boolean {
  const minor = Number(version.split(".")[1]);
  const clauses = range.matchAll(/(<=|<|>=|>|==|!=|~=|\^|~)\s*3\.(\d+)(\.\d+)?/g);
  return [...clauses].every(([, operator, text, patch]) => {
    const bound = Number(text);
    if (operator === "<") return patch && patch !== ".0" ? minor <= bound : minor < bound;
    if (operator === "<=") return minor <= bound;
    if (operator === "==" || operator === "~") return minor === bound;
    if (operator === "~=" && patch) return minor === bound;
    return operator === "!=" || minor >= bound;
  });
}
