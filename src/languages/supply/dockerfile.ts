/** What the stages of a Dockerfile copy and run, as far as it is written out (docs.docker.com/reference/dockerfile). */

/** A stage: what stands between one `FROM` and the next. */
export interface Stage {
  readonly copies: readonly Copied[];
  /** The texts of its `RUN`s. */
  readonly runs: readonly string[];
}

/** The sources of one `COPY` or `ADD`. */
export interface Copied {
  /** Where it counts from 1. */
  readonly line: number;
  readonly sources: readonly string[];
  /** Whether they are paths of another stage or image, and not of the folder that is built. */
  readonly isFromStage: boolean;
}

interface Instruction {
  readonly line: number;
  readonly name: string;
  readonly text: string;
}

/** The stages of a Dockerfile, in order. */
export function stagesOf(text: string): Stage[] {
  const stages: { copies: Copied[]; runs: string[] }[] = [];
  for (const { line, name, text: rest } of instructionsOf(text)) {
    if (name === "FROM") stages.push({ copies: [], runs: [] });
    const stage = stages.at(-1);
    if (name === "COPY" || name === "ADD") stage?.copies.push({ line, ...copied(rest) });
    if (name === "RUN") stage?.runs.push(rest);
  }
  return stages;
}

/** Instructions with the lines that go on behind a backslash; comments are no part of them. */
function instructionsOf(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  let open: { line: number; text: string } | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*#/.test(line) || (open && line.trim() === "")) continue;
    const [, own = "", goesOn] = /^(.*?)(\\\s*)?$/.exec(line) ?? [];
    open = { line: open?.line ?? index + 1, text: `${open?.text ?? ""} ${own}`.trim() };
    if (goesOn) continue;
    const [, name, rest] = /^(\w+)\s+(.*)$/s.exec(open.text) ?? [];
    if (name && rest) instructions.push({ line: open.line, name: name.toUpperCase(), text: rest });
    open = undefined;
  }
  return instructions;
}

function copied(text: string): Omit<Copied, "line"> {
  const [, flags = "", rest = ""] = /^((?:--\S+\s+)*)(.*)$/s.exec(text) ?? [];
  const list = rest.startsWith("[") ? listIn(rest) : undefined;
  const words = list ?? rest.split(/\s+/).map((word) => word.replaceAll(/^["']|["']$/g, ""));
  return { sources: words.slice(0, -1), isFromStage: /--from=/.test(flags) };
}

function listIn(text: string): string[] | undefined {
  try {
    return JSON.parse(text) as string[];
  } catch {
    return undefined;
  }
}
