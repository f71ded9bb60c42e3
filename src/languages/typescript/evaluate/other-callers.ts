/** Whether what a function is given can be told from the calls that are seen. */

import type { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { type FunctionNode, isFunctionNode } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import { ownersAbove, relevantOwners } from "./relevance.js";
import { callSitesOf, filesNaming, isIteration, nameOfFunction } from "./sites.js";
import { type Env, emptyEnv } from "./value.js";

/**
 * Whether an expression depends on what others may pass than the calls that the evaluator follows: on the
 * parameters of a function that is handed on as a value, or of one that passes on what it got itself.
 */
export function hasOtherCallers(evaluator: Evaluator, node: ts.Expression, env: Env): boolean {
  return dependsOnOthers(evaluator, node, env, [node]);
}

function dependsOnOthers(
  evaluator: Evaluator,
  node: ts.Node,
  env: Env,
  needed: readonly ts.Expression[],
): boolean {
  const around = ownersAbove(node, env);
  if (around.length === 0) return false;
  return relevantOwners(around, needed)
    .owners.filter(isFunctionNode)
    .some((owner) => mayBeCalledByOthers(evaluator, owner));
}

function mayBeCalledByOthers(evaluator: Evaluator, fn: FunctionNode): boolean {
  const work = (): boolean =>
    isHandedOn(evaluator, fn) ||
    callSitesOf(evaluator, fn).some(({ node, passed }) =>
      dependsOnOthers(evaluator, node, emptyEnv, passed),
    );
  return evaluator.ask("called by others", fn, work, false);
}

/** Files naming a function beyond which its name is too common for a search to tell anything. */
const mostFiles = 30;

function isHandedOn(evaluator: Evaluator, fn: FunctionNode): boolean {
  const name = nameOfFunction(fn);
  if (name === undefined) return false;
  const files = filesNaming(evaluator, name, fn);
  if (files.length > mostFiles) return true;
  return files
    .flatMap((file) => evaluator.project.source(file) ?? [])
    .flatMap((source) => indexOf(source).passed.get(name) ?? [])
    .filter((identifier) => !isIteration(identifier))
    .some((identifier) => evaluator.evaluate(identifier).some(({ node }) => node === fn));
}
