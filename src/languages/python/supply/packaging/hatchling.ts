/** hatchling: the files that its wheel, and the sdist that a wheel may be built from, are told to take. */

import { basename } from "node:path";
import { excluding, gitHolds, gitIgnores } from "../../../supply/globs.js";
import { stringsOf, tableAt } from "../../project/manifest.js";
import type { Mount } from "../../project/mounts.js";
import { arrayAt } from "../toml-find.js";
import { arrayOf, extended, keysIn, quoted } from "../toml-insert.js";
import {
  type Described,
  dotted,
  excludedBy,
  HELD,
  hasFile,
  isBelow,
  obstacle,
  type Project,
  plainPath,
  projectName,
  type Verdict,
} from "./project.js";

const BUILD = ["tool", "hatch", "build"];
const WHEEL = [...BUILD, "targets", "wheel"];

/** What a target selects. Each option of the target goes before the one for all targets. */
interface Selection {
  readonly include: readonly string[];
  readonly packages: readonly string[];
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  /** The table that an option stands in. */
  tableOf(option: string): readonly string[];
}

/** Whether the wheel of a hatchling project holds the services, and what makes it so. */
export function hatchlingVerdict(project: Project): Verdict {
  const wheel = selectionOf(project, WHEEL);
  if (!wheel) return HELD;
  if (Object.keys(forced(project)).some((path) => isBelow(project.services, path))) return HELD;
  const inWheel = isSilent(wheel) ? guessed(project) : selected(project, wheel);
  if (!Array.isArray(inWheel)) return inWheel;
  const sdist = selectionOf(project, [...BUILD, "targets", "sdist"]);
  const inSdist = sdist ? selected(project, sdist) : HELD;
  return Array.isArray(inSdist) ? [...inWheel, ...inSdist] : inSdist;
}

/** What its options make of paths: `packages` drop what is above them, `sources` are renamed, the rest stays. */
export function hatchlingMounts(project: Described): Mount[] {
  const wheel = selectionOf(project, WHEEL);
  if (!wheel) return [];
  const guess = isSilent(wheel)
    ? namesOf(project).flatMap((name) => lookFor(project, name))[0]
    : undefined;
  const packages = guess ? [guess.path] : wheel.packages.map(plainPath);
  const forcedTo = Object.entries(forced(project)).map(([path, to]) => ({
    path: plainPath(path),
    name: dotted(String(to)),
  }));
  const isAllNamed = packages.length > 0 || (isSilent(wheel) && forcedTo.length > 0);
  return [
    ...forcedTo,
    ...packages.map((path) => ({ path, name: dotted(basename(path)) })),
    ...sourcesOf(project, wheel),
    ...(isAllNamed ? [] : [{ path: ".", name: "" }]),
  ];
}

/** `sources`: folders that paths lose, or a table of what they become instead. */
function sourcesOf({ manifest }: Described, { tableOf }: Selection): Mount[] {
  const { sources } = tableAt(manifest?.data ?? {}, ...tableOf("sources"));
  if (Array.isArray(sources)) {
    return stringsOf(sources).map((path) => ({ path: plainPath(path), name: "" }));
  }
  const pairs = Object.entries((sources ?? {}) as Record<string, unknown>);
  return pairs.map(([path, to]) => ({ path: plainPath(path), name: dotted(String(to)) }));
}

function isSilent({ include, packages, only }: Selection): boolean {
  return [...include, ...packages, ...only].length === 0;
}

function selectionOf({ manifest }: Described, target: readonly string[]): Selection | undefined {
  if (!manifest) return undefined;
  const own = tableAt(manifest.data, ...target);
  const tableOf = (option: string): readonly string[] => (option in own ? target : BUILD);
  const listOf = (option: string): string[] =>
    stringsOf(tableAt(manifest.data, ...tableOf(option))[option]);
  return {
    include: listOf("include"),
    packages: listOf("packages"),
    only: listOf("only-include"),
    exclude: listOf("exclude"),
    tableOf,
  };
}

function selected(project: Project, selection: Selection): Verdict {
  const { services } = project;
  const { include, packages, only, exclude } = selection;
  if (gitIgnores(exclude, services)) {
    const left = excluding(exclude, services, (each, path) => gitIgnores([each], path));
    return excludedBy(left, `exclude under [${selection.tableOf("exclude").join(".")}]`, project);
  }
  const folders = only.length > 0 ? only : packages;
  const isReached = folders.length === 0 || folders.some((path) => isBelow(services, path));
  const patterns = [...include, ...packages.map((path) => `/${path}`)];
  const isTaken = include.length === 0 || gitHolds(patterns, services);
  const option = only.length > 0 ? "only-include" : "packages";
  const slash = include.every((pattern) => pattern.startsWith("/")) ? "/" : "";
  const edits = [
    isReached ? [] : extend(project, selection, option, services),
    isTaken || (!isReached && option === "packages")
      ? []
      : extend(project, selection, "include", slash + services),
  ];
  return edits.flat();
}

function extend({ manifest }: Project, { tableOf }: Selection, option: string, item: string) {
  const array = manifest && arrayAt(manifest, [...tableOf(option), option]);
  return array ? [extended(manifest, array, [quoted(manifest.text, array.range, item)])] : [];
}

/** Nothing is selected: hatchling looks for what has the project's name. */
function guessed(project: Project): Verdict {
  const { manifest, services } = project;
  const table = tableAt(manifest?.data ?? {}, ...WHEEL);
  const found = namesOf(project).flatMap((name) => lookFor(project, name))[0];
  const isForced = table["bypass-selection"] === true || Object.keys(forced(project)).length > 0;
  if (!manifest || (!found && !isForced)) return unnamed(project);
  const { option, path } = found ?? { option: "only-include", path: undefined };
  if (path !== undefined && isBelow(services, path)) return HELD;
  const items = [path, services].filter((item) => item !== undefined);
  return [keysIn(manifest, WHEEL, [[option, arrayOf(manifest, items)]])];
}

function forced({ manifest }: Described) {
  const data = manifest?.data ?? {};
  return {
    ...tableAt(data, ...BUILD, "force-include"),
    ...tableAt(data, ...WHEEL, "force-include"),
  };
}

function namesOf(project: Described): string[] {
  const raw = (projectName(project) ?? "").replaceAll(/[^\w.]+/g, "_");
  return [...new Set([raw, raw.toLowerCase().replaceAll(/[-_.]+/g, "_")])].filter(Boolean);
}

function lookFor(project: Described, name: string): { option: string; path: string }[] {
  const found: { option: string; path: string }[] = [name, `src/${name}`]
    .filter((path) => hasFile(project, `${path}/__init__.py`))
    .map((path) => ({ option: "packages", path }));
  if (hasFile(project, `${name}.py`)) found.push({ option: "only-include", path: `${name}.py` });
  const literal = name.replaceAll(/\W/g, "\\$&");
  const below = new RegExp(`^([^/]+)/${literal}/__init__\\.py$`);
  const [space, more] = project.sources.flatMap((path) => below.exec(path)?.[1] ?? []);
  if (space && !more) found.push({ option: "packages", path: space });
  return found;
}

function unnamed({ services }: Project): Verdict {
  return obstacle(
    "hatchling finds nothing that has the project's name, so no wheel can be built",
    `list the server's files and ${services} in only-include under [tool.hatch.build.targets.wheel]`,
  );
}
