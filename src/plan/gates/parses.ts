/** Gate 1: each file that is changed or added parses. */

import { extname } from "node:path";
import { decode } from "../../disk/files.js";
import { hashOf } from "../../disk/hashes.js";
import type { Language } from "../../languages/language.js";
import { languageOf } from "../../languages/registry.js";
import type { Problem } from "../../types.js";
import { afterOf, type Change } from "../compose.js";
import { type Gate, leftAlone } from "./gate.js";

export const parses: Gate = async ({ plan, changes }) => {
  const language = languageOf(plan.server.language);
  const found = await Promise.all(changes.map((change) => problemOf(language, change)));
  return found.flatMap((problem) =>
    problem
      ? [{ ...problem, ...leftAlone(problem.file, `it would not parse: ${problem.message}`) }]
      : [],
  );
};

/** The added files that parse, by hash: many servers are given the same ones. */
const parsed = new Set<string>();

async function problemOf(language: Language, change: Change): Promise<Problem | undefined> {
  const { path } = change;
  if (!language.extensions.some((extension) => path.endsWith(extension))) return undefined;
  const key = change.before ? undefined : `${extname(path)} ${hashOf(change.content)}`;
  if (key !== undefined && parsed.has(key)) return undefined;
  const problem = await language.syntaxProblem(path, decode(afterOf(change)).text);
  if (key !== undefined && !problem) parsed.add(key);
  return problem;
}
