/** What is made of a class, anywhere in the server's sources outside tests. */

import { ts } from "../source/compiler.js";
import { indexOf } from "../source/file-index.js";
import { hasModifier } from "../source/nodes.js";
import type { Evaluator } from "./evaluator.js";
import { filesNaming, sitesIn } from "./sites.js";
import { type Class, type Env, emptyEnv, type Instance, type Value, type Values } from "./value.js";

/** What is made of a class; one whose making is not seen is made where the class is seen. */
export function instancesOf(evaluator: Evaluator, node: ts.ClassLikeDeclaration, env: Env): Values {
  const found = evaluator.ask("instances", node, () => findInstances(evaluator, node), []);
  return found.map((value) =>
    isAssumed(value) && env !== emptyEnv ? evaluator.seenIn(value, env) : value,
  );
}

function isAssumed(value: Value): value is Instance {
  return value.kind === "instance" && value.node === value.of.node;
}

/** What every `new` of a class, or of one that extends it, makes. */
function findInstances(evaluator: Evaluator, node: ts.ClassLikeDeclaration): Values {
  const made = sitesIn(evaluator, node).flatMap((site) =>
    ts.isNewExpression(site.node)
      ? evaluator
          .environmentsOf(site.node, emptyEnv, site.passed)
          .flatMap((at) => evaluator.evaluate(site.node as ts.NewExpression, at))
      : [],
  );
  const below = subclassesOf(evaluator, node).flatMap((sub) =>
    instancesOf(evaluator, sub, emptyEnv),
  );
  const all = [...made, ...below];
  if (all.length > 0 || hasModifier(node, ts.SyntaxKind.AbstractKeyword)) return all;
  const of: Class = { kind: "class", node, env: emptyEnv };
  return [{ kind: "instance", node, of, env: emptyEnv }];
}

function subclassesOf(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
): ts.ClassLikeDeclaration[] {
  const name = node.name?.text;
  if (!name) return [];
  return filesNaming(evaluator, name, node).flatMap((file) => {
    const source = evaluator.project.source(file);
    const extending = source ? (indexOf(source).extending.get(name) ?? []) : [];
    return extending.filter((each) => each !== node);
  });
}
