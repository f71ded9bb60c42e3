/** Who calls a function and what is made of a class, each found out once. */

import type { ts } from "ts-morph";
import type { FunctionNode } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import { findInstances } from "./instances.js";
import { type Site, sitesIn } from "./sites.js";
import type { Env, Values } from "./value.js";

export interface Callers {
  sitesOf(fn: FunctionNode): readonly Site[];
  instancesOf(node: ts.ClassLikeDeclaration, env: Env): Values;
}

export function createCallers(self: () => Evaluator): Callers {
  const sites = new Map<ts.Node, readonly Site[]>();
  const instances = new Map<ts.Node, Values>();
  const sitesOf = (fn: FunctionNode): readonly Site[] => {
    const known = sites.get(fn);
    if (known) return known;
    sites.set(fn, []);
    const found = sitesIn(self(), fn);
    sites.set(fn, found);
    return found;
  };
  const instancesOf = (node: ts.ClassLikeDeclaration, env: Env): Values => {
    const known = instances.get(node);
    if (known) return known;
    instances.set(node, []);
    const found = findInstances(self(), node, env);
    instances.set(node, found);
    return found;
  };
  return { sitesOf, instancesOf };
}
