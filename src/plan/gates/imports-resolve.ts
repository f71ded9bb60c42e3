/** Gate 3: every import that is inserted leads to a file that the run adds or finds, which has the names. */

import { languageOf } from "../../languages/registry.js";
import { fixesOf } from "../compose.js";
import { defect, type Gate } from "./gate.js";

export const importsResolve: Gate = async ({ plan, selection, filesAfter, again }) => {
  const needs = fixesOf(selection).flatMap(({ imports }) => imports);
  if (needs.length === 0) return [];
  const { server } = await again();
  const problems = await languageOf(plan.server.language).importProblems(server, filesAfter, needs);
  return problems.map(({ file, message }) => defect(file, message));
};
