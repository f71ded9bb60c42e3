/** Where pyproject.toml lists dependencies, and how others are inserted there. */

import { type Manifest, stringsOf, tableAt } from "../project/manifest.js";
import { eolAt } from "../source/text.js";
import { inList, type Place } from "./place.js";
import type { Requirement } from "./requirements.js";
import { arrayAt, formOf } from "./toml-find.js";
import { keysIn } from "./toml-insert.js";

const POETRY = ["tool", "poetry", "dependencies"];

/** `[project] dependencies`, else poetry's table; undefined where the manifest has neither. */
export function manifestPlace(manifest: Manifest): Place | undefined {
  return listPlace(manifest) ?? poetryPlace(manifest) ?? newListPlace(manifest);
}

function listPlace(manifest: Manifest): Place | undefined {
  const { path: file, text, data } = manifest;
  const array = arrayAt(manifest, ["project", "dependencies"]);
  if (!array) return undefined;
  const listed = stringsOf(tableAt(data, "project").dependencies);
  const list = { range: array.range, elements: array.elements.map(({ range }) => range) };
  return { file, listed, insert: (needed) => inList(list, text, needed) };
}

function poetryPlace(manifest: Manifest): Place | undefined {
  const entries = Object.entries(tableAt(manifest.data, ...POETRY));
  // Where each dependency has a header of its own, the table has none.
  if (entries.length === 0 && !formOf(manifest, POETRY)) return undefined;
  return {
    file: manifest.path,
    listed: entries.map(([name, version]) => name + versionOf(version)),
    insert: (needed) => [
      keysIn(
        manifest,
        POETRY,
        needed.map(({ name, minimum }) => [name, `">=${minimum}"`]),
      ),
    ],
  };
}

function versionOf(version: unknown): string {
  if (typeof version === "string") return version;
  const inner = (version as { version?: unknown } | null)?.version;
  return typeof inner === "string" ? inner : "";
}

/** A list in a project that has none, unless its build fills it in (`dynamic`). */
function newListPlace(manifest: Manifest): Place | undefined {
  const form = formOf(manifest, ["project"]);
  const project = tableAt(manifest.data, "project");
  const isTaken = "dependencies" in project || stringsOf(project.dynamic).includes("dependencies");
  if (!form || isTaken) return undefined;
  const write = form.kind === "lines" ? inLines : inOneLine;
  return {
    file: manifest.path,
    listed: [],
    insert: (needed) => [
      keysIn(manifest, ["project"], [["dependencies", write(needed, manifest.text)]]),
    ],
  };
}

function inLines(needed: readonly Requirement[], text: string): string {
  const rows = needed.map(({ name, minimum }) => `    "${name}>=${minimum}",`);
  return ["[", ...rows, "]"].join(eolAt(text, 0));
}

function inOneLine(needed: readonly Requirement[]): string {
  return `[${needed.map(({ name, minimum }) => `"${name}>=${minimum}"`).join(", ")}]`;
}
