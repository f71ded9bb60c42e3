/** poetry-core: its list of packages, or what has the project's name. */

import { excluding, globHolds } from "../../../supply/globs.js";
import { type TomlTable, tableAt } from "../../project/manifest.js";
import type { Mount } from "../../project/mounts.js";
import { arrayAt, tablesOf } from "../toml-find.js";
import { behind, extended, keysIn } from "../toml-insert.js";
import {
  type Described,
  dotted,
  excludedBy,
  HELD,
  hasFile,
  hasFolder,
  isBelow,
  obstacle,
  type Project,
  parentOf,
  plainName,
  plainPath,
  type Verdict,
} from "./project.js";

const TABLE = ["tool", "poetry"];

/** `packages` with their folder (`from`) and where that comes to lie (`to`), or what has the project's name. */
export function poetryMounts(project: Described): Mount[] {
  const { packages, "package-mode": mode } = tableAt(project.manifest?.data ?? {}, ...TABLE);
  if (mode === false) return [];
  const listed = Array.isArray(packages) ? (packages as TomlTable[]) : [];
  if (listed.length > 0) return listed.map(mountOf);
  const path = named(project);
  return path ? [{ path, name: dotted(path.replace(/^src\//, "")) }] : [];
}

function mountOf({ include, from, to }: TomlTable): Mount {
  // As far as it is no pattern.
  const [own = ""] = /^(?:[^*?[/]+(?:\/|$))*/.exec(String(include ?? "")) ?? [];
  const folder = typeof from === "string" ? from : "";
  const target = typeof to === "string" ? to : "";
  return { path: plainPath(`${folder}/${own}`), name: dotted(`${target}/${own}`) };
}

/** Whether the wheel of a poetry project holds the services, and what makes it so. */
export function poetryVerdict(project: Project): Verdict {
  const { manifest, services } = project;
  if (!manifest) return HELD;
  const { packages, exclude, "package-mode": mode } = tableAt(manifest.data, ...TABLE);
  if (mode === false) return HELD;
  const left = excluding(tablesIn(exclude), services, globHolds);
  if (left.length > 0) return excludedBy(left, "exclude under [tool.poetry]", project);
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

function extend(project: Project): Verdict {
  const { manifest } = project;
  if (!manifest) return HELD;
  const array = arrayAt(manifest, [...TABLE, "packages"]);
  if (array)
    return [
      extended(manifest, array, [entryFor(sides(project), /\{\s/.test(textOf(array.range)))]),
    ];
  const last = tablesOf(manifest).findLast(
    ({ resolvedKey }) => resolvedKey.slice(0, 3).join(".") === "tool.poetry.packages",
  );
  const from = last?.body.at(-1)?.range[1];
  if (from === undefined) return HELD;
  const [include, folder] = sides(project);
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
function entryFor([include, folder]: Sides, isSpaced = true): string {
  const inner = `include = "${include}"${folder ? `, from = "${folder}"` : ""}`;
  return isSpaced ? `{ ${inner} }` : `{${inner}}`;
}

/** A path as it is imported, and the folder that it is imported from, where that is not the root. */
type Sides = readonly [include: string, from: string | undefined];

function sides({ services, importRoot }: Project): Sides {
  if (importRoot === ".") return [services, undefined];
  return [services.slice(importRoot.length + 1), importRoot];
}

/** Nothing is listed: poetry looks for what has the project's name. */
function byName(project: Project): Verdict {
  const { manifest, services } = project;
  const found = named(project);
  if (!manifest || !found) return unnamed(services);
  if (isBelow(services, found)) return HELD;
  const own: Sides = found.startsWith("src/") ? [found.slice(4), "src"] : [found, undefined];
  const items = [own, sides(project)].map((each) => entryFor(each));
  return [keysIn(manifest, TABLE, [["packages", `[${items.join(", ")}]`]])];
}

function named(project: Described): string | undefined {
  const name = plainName(project);
  if (!name) return undefined;
  return ["", "src/"]
    .flatMap((folder) => [`${folder}${name}`, `${folder}${name}.py`])
    .find((path) => (path.endsWith(".py") ? hasFile(project, path) : hasFolder(project, path)));
}

function unnamed(services: string): Verdict {
  return obstacle(
    "poetry finds nothing that has the project's name, so no wheel can be built",
    `list the server's modules and ${parentOf(services) === "." ? services : parentOf(services)} in packages under [tool.poetry]`,
  );
}
