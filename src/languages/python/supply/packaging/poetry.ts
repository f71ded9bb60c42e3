/** poetry-core: its list of packages, or what has the project's name. */

import { type TomlTable, tableAt } from "../../project/manifest.js";
import { arrayAt, tablesOf } from "../toml-find.js";
import { behind, extended, keysIn } from "../toml-insert.js";
import { globHolds } from "./globs.js";
import {
  HELD,
  hasFile,
  hasFolder,
  isBelow,
  obstacle,
  type Project,
  parentOf,
  plainPath,
  projectName,
  type Verdict,
} from "./project.js";

const TABLE = ["tool", "poetry"];

/** Whether the wheel of a poetry project holds the services, and what makes it so. */
export function poetryVerdict(project: Project): Verdict {
  const { manifest, services } = project;
  if (!manifest) return HELD;
  const { packages, exclude, "package-mode": mode } = tableAt(manifest.data, ...TABLE);
  if (mode === false) return HELD;
  if (tablesIn(exclude).some((path) => globHolds(path, services))) return excluded(services);
  const listed = Array.isArray(packages) ? (packages as TomlTable[]) : [];
  if (listed.length === 0) return byName(project);
  return listed.some((one) => holds(one, services)) ? HELD : extend(project);
}

/** The paths of a list of strings and of tables with a path. */
function tablesIn(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [];
  return items.flatMap((item) => {
    const path = typeof item === "string" ? item : (item as TomlTable | null)?.path;
    return typeof path === "string" ? [path] : [];
  });
}

function holds({ include, from, format }: TomlTable, services: string): boolean {
  if (typeof include !== "string" || (format && ![format].flat().includes("wheel"))) return false;
  const path = [from, include]
    .filter((part) => typeof part === "string")
    .map(String)
    .map(plainPath);
  const whole = path.filter((part) => part !== ".").join("/");
  // A pattern for files has to take them all, one for folders takes what is in them.
  return globHolds(whole, services) || globHolds(whole, `${services}/__init__.py`);
}

function extend({ manifest, services }: Project): Verdict {
  if (!manifest) return HELD;
  const array = arrayAt(manifest, [...TABLE, "packages"]);
  if (array)
    return [extended(manifest, array, [entryFor(services, /\{\s/.test(textOf(array.range)))])];
  const last = tablesOf(manifest).findLast(
    ({ resolvedKey }) => resolvedKey.slice(0, 3).join(".") === "tool.poetry.packages",
  );
  const from = last?.body.at(-1)?.range[1];
  if (from === undefined) return HELD;
  const [include, folder] = sides(services);
  const lines = [
    "",
    "[[tool.poetry.packages]]",
    `include = "${include}"`,
    ...(folder ? [`from = "${folder}"`] : []),
  ];
  return [{ file: manifest.path, ...behind(manifest.text, from, lines) }];

  function textOf([start, end]: readonly [number, number]): string {
    return manifest?.text.slice(start, end) ?? "";
  }
}

/** `{ include = "tiny", from = "src" }`, with or without a space inside the braces. */
function entryFor(path: string, isSpaced = true): string {
  const [include, folder] = sides(path);
  const inner = `include = "${include}"${folder ? `, from = "${folder}"` : ""}`;
  return isSpaced ? `{ ${inner} }` : `{${inner}}`;
}

/** A path below src as it is imported, and src. */
function sides(path: string): [string, string | undefined] {
  return path.startsWith("src/") ? [path.slice("src/".length), "src"] : [path, undefined];
}

/** Nothing is listed: poetry looks for what has the project's name. */
function byName(project: Project): Verdict {
  const { manifest, services } = project;
  const name = (projectName(project) ?? "").toLowerCase().replaceAll(/[-_.]+/g, "_");
  const found = ["", "src/"]
    .flatMap((folder) => [`${folder}${name}`, `${folder}${name}.py`])
    .find((path) => (path.endsWith(".py") ? hasFile(project, path) : hasFolder(project, path)));
  if (!manifest || !name || !found) return unnamed(services);
  if (isBelow(services, found)) return HELD;
  const items = [found, services].map((path) => entryFor(path));
  return [keysIn(manifest, TABLE, [["packages", `[${items.join(", ")}]`]])];
}

function excluded(services: string): Verdict {
  return obstacle(
    `exclude under [tool.poetry] leaves ${services} out of the wheel`,
    "let exclude name only what it must",
  );
}

function unnamed(services: string): Verdict {
  return obstacle(
    "poetry finds nothing that has the project's name, so no wheel can be built",
    `list the server's modules and ${parentOf(services) === "." ? services : parentOf(services)} in packages under [tool.poetry]`,
  );
}
