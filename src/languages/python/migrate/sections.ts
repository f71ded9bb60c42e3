/** Finds the part of a docstring or description that lists the parameters, in the styles there are. */

/** What is said of one parameter: its lines, by index, blank lines at the end left out. */
export interface Entry {
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

export interface Section {
  readonly style: "google" | "numpy" | "sphinx";
  /** What an entry begins with: its indentation, a bullet ("- "), the markup around its name ("`"). */
  readonly indent: string;
  readonly mark: string;
  readonly quote: string;
  /** One step of indentation. */
  readonly step: string;
  readonly entries: readonly Entry[];
  /** The last line of the section that is not blank: its heading where it is empty. */
  readonly last: number;
}

const TITLES = "Args|Arguments|Parameters|Params|Keyword Args|Keyword Arguments";
const HEADING = new RegExp(`^[ \\t]*(#+ *|\\*\\*)?(?:${TITLES})(:?(?:\\*\\*)?:?)[ \\t]*$`, "i");

/** The section for parameters; `names` are those of the signature. Undefined where there is none. */
export function sectionOf(lines: readonly string[], names: readonly string[]): Section | undefined {
  return sphinxSection(lines) ?? headedSection(lines, names);
}

function sphinxSection(lines: readonly string[]): Section | undefined {
  const field = /^([ \t]*):(?:param|type)\s[^:]*?(\w+):/;
  const starts = lines.flatMap((line, first) => {
    const found = field.exec(line);
    return found?.[2] ? [{ name: found[2], first, indent: found[1] ?? "" }] : [];
  });
  if (!starts.some(({ first }) => /^[ \t]*:param\s/.test(lines[first] ?? ""))) return undefined;
  const entries = starts.map(({ name, first, indent }) => {
    const next = lines.findIndex(
      (line, index) =>
        index > first && (line.trim() === "" || indentOf(line).length <= indent.length),
    );
    return { name, first, last: (next < 0 ? lines.length : next) - 1 };
  });
  const last = Math.max(...entries.map((entry) => entry.last));
  const indent = starts[0]?.indent ?? "";
  return { style: "sphinx", indent, mark: "", quote: "", step: stepIn(lines), entries, last };
}

function headedSection(lines: readonly string[], names: readonly string[]): Section | undefined {
  const heading = lines.findIndex((line, index) => isHeading(line, lines[index + 1]));
  if (heading < 0) return undefined;
  const ruled = isRule(lines[heading + 1]);
  const body = bodyOf(lines, heading, ruled);
  const starts = body.flatMap((index) => startOf(lines, index, names));
  const style = ruled ? "numpy" : "google";
  const last = body.at(-1) ?? (ruled ? heading + 1 : heading);
  const model = starts[0] ?? modelOf(lines, heading, body, ruled);
  const own = starts.filter(({ indent }) => indent === model.indent);
  const entries = own.map(({ name, first }, index) => {
    const end = own[index + 1]?.first ?? last + 1;
    return { name, first, last: lastFilled(lines, end) };
  });
  return {
    style,
    indent: model.indent,
    mark: model.mark,
    quote: model.quote,
    step: stepIn(lines),
    entries,
    last,
  };
}

function isHeading(line: string, below: string | undefined): boolean {
  const found = HEADING.exec(line);
  return found !== null && Boolean(found[1] || found[2] || isRule(below));
}

function isRule(line: string | undefined): boolean {
  return /^[ \t]*-{3,}[ \t]*$/.test(line ?? "");
}

/** The indices of the lines of a section that are not blank. */
function bodyOf(lines: readonly string[], heading: number, ruled: boolean): number[] {
  const first = heading + (ruled ? 2 : 1);
  const depth = depthOf(lines, heading, first);
  const body: number[] = [];
  for (let index = first; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const outside = indentOf(line).length <= depth && !ruled && !isBullet(line);
    if (outside || isNewHeading(lines, index)) break;
    body.push(index);
  }
  return body;
}

/** How far in the other parts begin. The first line does not show it: quotes stand before it, and what follows is of its part. */
function depthOf(lines: readonly string[], heading: number, first: number): number {
  if (heading > 0) return indentOf(lines[heading] ?? "").length;
  const below = lines.slice(first).find((line) => line.trim() !== "");
  return Math.max(0, indentOf(below ?? "").length - 1);
}

function isNewHeading(lines: readonly string[], index: number): boolean {
  return /^[ \t]*#+ /.test(lines[index] ?? "")
    ? isMarkdown(lines, index)
    : isRule(lines[index + 1]);
}

/** A `#` deep inside a section is a comment of its author; one as far left as any line is a heading. */
function isMarkdown(lines: readonly string[], index: number): boolean {
  const depth = indentOf(lines[index] ?? "").length;
  return lines.slice(1).every((line) => line.trim() === "" || indentOf(line).length >= depth);
}

function isBullet(line: string): boolean {
  return /^[ \t]*[-*•] /.test(line);
}

interface Start {
  readonly name: string;
  readonly first: number;
  readonly indent: string;
  readonly mark: string;
  readonly quote: string;
}

/** An indentation may be written as an escape, in a string of one line. */
const ENTRY = /^((?:[ \t]|\\t)*)([-*•] +)?(`|\*\*(?=\w+\*\*)|)\*{0,2}([A-Za-z_]\w*)(?=$|[\s:,(`*])/;

function startOf(lines: readonly string[], first: number, names: readonly string[]): Start[] {
  const [, indent = "", mark = "", quote = "", name = ""] = ENTRY.exec(lines[first] ?? "") ?? [];
  return names.includes(name) ? [{ name, first, indent, mark, quote }] : [];
}

/** How an entry would be written where none of the parameters that there are is documented. */
function modelOf(
  lines: readonly string[],
  heading: number,
  body: readonly number[],
  ruled: boolean,
): Omit<Start, "name" | "first"> {
  const line = lines[body[0] ?? -1];
  if (line !== undefined) {
    return { indent: indentOf(line), mark: /^[ \t]*([-*•] +)/.exec(line)?.[1] ?? "", quote: "" };
  }
  const indent = indentOf(lines[heading] ?? "");
  return { indent: ruled ? indent : indent + stepIn(lines), mark: "", quote: "" };
}

function stepIn(lines: readonly string[]): string {
  return lines.some((line) => line.startsWith("\t")) ? "\t" : "    ";
}

function lastFilled(lines: readonly string[], end: number): number {
  let last = end - 1;
  while (lines[last]?.trim() === "") last--;
  return last;
}

function indentOf(line: string): string {
  return /^(?:[ \t]|\\t)*/.exec(line)?.[0] ?? "";
}
