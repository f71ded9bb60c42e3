/** The line that documents the parameter, wherever a text already documents parameters. */

import type { Node } from "web-tree-sitter";
import type { Edit } from "../../../types.js";
import { type Prose, type ProseLine, proseOf } from "./prose.js";
import { type Section, sectionOf } from "./sections.js";

type Insertion = Omit<Edit, "file">;

/** The parameters of the signature around the new one, in order. */
export interface Neighbours {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const NAME = "target_account_id";
const MEANING = "Target AWS account ID. If not provided, use default credentials.";

/** A quick look before the text is taken apart. */
const MAY_LIST = /args|arguments|param/i;

/**
 * The insertion of the parameter's line into a docstring or description. None where the text has
 * no part for parameters (the schema describes the parameter there), or documents it already.
 */
export function docsInsertion(node: Node, source: string, around: Neighbours): Insertion[] {
  if (!MAY_LIST.test(source.slice(node.startIndex, node.endIndex))) return [];
  const prose = proseOf(node, source);
  if (!prose || prose.lines.some(({ text }) => text.includes(NAME))) return [];
  const names = [...around.before, ...around.after];
  const section = sectionOf(
    prose.lines.map(({ text }) => text),
    names,
  );
  return section ? [insertionIn(prose, section, around)] : [];
}

function insertionIn(prose: Prose, section: Section, around: Neighbours): Insertion {
  const preceding = section.entries.filter(({ name }) => around.before.includes(name)).at(-1);
  const following = section.entries.find(({ name }) => around.after.includes(name));
  if (!preceding && following) return above(prose, following.first, section);
  return below(prose, preceding?.last ?? section.last, section);
}

function above({ lines, eol }: Prose, index: number, section: Section): Insertion {
  const line = lines[index] as ProseLine;
  return { offset: line.start, text: `${entryText(section, eol)}${eol}` };
}

function below({ lines, eol }: Prose, index: number, section: Section): Insertion {
  const line = lines[index] as ProseLine;
  const blanks = /[ \t]*$/.exec(line.text)?.[0].length ?? 0;
  const offset = line.end - (line === lines.at(-1) ? blanks : 0);
  const gap = isGluedHeading(lines[index + 1]?.text, section) ? eol : "";
  return { offset, text: `${eol}${entryText(section, eol)}${gap}` };
}

/** Below a full stop, linters take such a line for a heading that lacks its blank line; above it had none. */
function isGluedHeading(line: string | undefined, { style, indent }: Section): boolean {
  const heading = /^([ \t]*)[A-Z]\w*:[ \t]*$/.exec(line ?? "");
  return style === "google" && heading !== null && (heading[1] ?? "").length < indent.length;
}

function entryText({ style, indent, mark, quote, step }: Section, eol: string): string {
  if (style === "sphinx") return `${indent}:param ${NAME}: ${MEANING}`;
  if (style === "numpy") return `${indent}${NAME} : str, optional${eol}${indent}${step}${MEANING}`;
  return `${indent}${mark}${quote}${NAME}${quote}: ${MEANING}`;
}
