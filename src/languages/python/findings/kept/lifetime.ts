/** What outlives a tool's call: functions that run at start, and objects that are made there or kept. */

import type { Node } from "web-tree-sitter";
import { type Ask, settled } from "../../../settled.js";
import type { Program } from "../../evaluate/program.js";
import { referencesTo } from "../../evaluate/references.js";
import type { FoundTool } from "../../forms/found-tool.js";
import { type At, decoratorsOf, enclosingFunction, keyOf } from "../../source/nodes.js";
import { outlivesCalls } from "./instances.js";

export interface Lifetimes {
  readonly program: Program;
  /** The answer to a question with a key, worked out once. */
  readonly once: Ask;
  /** Whether a function is a tool's own: what it makes lives as long as the call. */
  isTool(definition: At): boolean;
  /** The tools that are made in a function: its names are there in each of their calls. */
  toolsIn(definition: At): readonly Node[];
  /** The functions of a file that make tools. */
  makersIn(file: string): readonly Node[];
  /** Whether a function also runs outside of every tool's call. */
  runsOutside(definition: At): boolean;
  /** Whether a function also runs in a tool's call. */
  runsInside(definition: At): boolean;
  /** Whether an object of a class lives longer than a call. */
  outlives(of: At): boolean;
}

export function createLifetimes(program: Program, tools: readonly FoundTool[]): Lifetimes {
  const definitions = new Set(
    tools.flatMap(({ file, definition, lowLevel }) => [
      ...(definition ? [keyOf({ file, node: definition })] : []),
      ...(lowLevel ? [keyOf(lowLevel.list), keyOf(lowLevel.call)] : []),
    ]),
  );
  const made = toolsByMaker(tools);
  // Apart, since an object may outlive calls by what runs in none of them.
  const [outside, inside] = [settled(), settled()];
  const lifetimes: Lifetimes = {
    program,
    once: settled(),
    isTool: (definition) => definitions.has(keyOf(definition)),
    toolsIn: (definition) => made.get(keyOf(definition))?.tools ?? [],
    makersIn: (file) =>
      [...made.values()].flatMap(({ maker }) => (maker.file === file ? [maker.node] : [])),
    runsOutside: (definition) =>
      outside(keyOf(definition), () => runsOutside(lifetimes, definition)),
    runsInside: (definition) => inside(keyOf(definition), () => runsInside(lifetimes, definition)),
    outlives: (of) => lifetimes.once(`outlives ${keyOf(of)}`, () => outlivesCalls(lifetimes, of)),
  };
  return lifetimes;
}

/** A function and the tools that are made in it. */
interface Made {
  readonly maker: At;
  readonly tools: readonly Node[];
}

/** The functions that make tools, by their keys. */
function toolsByMaker(tools: readonly FoundTool[]): ReadonlyMap<string, Made> {
  const made = new Map<string, Made>();
  for (const { file, definition } of tools) {
    const around = definition && enclosingFunction(definition);
    if (!around) continue;
    const maker = { file, node: around };
    const key = keyOf(maker);
    made.set(key, { maker, tools: [...(made.get(key)?.tools ?? []), definition] });
  }
  return made;
}

/** What nothing in the server calls is an entry point, but for what a library calls in a request. */
function runsOutside(lifetimes: Lifetimes, definition: At): boolean {
  if (lifetimes.isTool(definition)) return false;
  const from = referencesTo(lifetimes.program, definition);
  if (from.length === 0) return decoratorsOf(definition.node).length === 0;
  return from.some(({ file, node }) => {
    const owner = enclosingFunction(node);
    return !owner || lifetimes.runsOutside({ file, node: owner });
  });
}

function runsInside(lifetimes: Lifetimes, definition: At): boolean {
  if (lifetimes.isTool(definition)) return true;
  return referencesTo(lifetimes.program, definition).some(({ file, node }) => {
    const owner = enclosingFunction(node);
    return owner !== undefined && lifetimes.runsInside({ file, node: owner });
  });
}
