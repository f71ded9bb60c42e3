/** The functions of packages that start a process, and how each takes its command. */

import type { Evaluator } from "../evaluate/evaluator.js";
import { type Outside, outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { bare, propertyOf } from "../source/nodes.js";
import type { Starter } from "./environment.js";
import type { Context } from "./report.js";
import { binding, shellGlobals, starting, tagging } from "./starting-packages.js";

/** How a call starts a process; undefined where it starts none. Node is the only program of `fork`. */
export function starterOf(callee: ts.Expression, context: Context): Starter | undefined {
  const { evaluator, carriers } = context;
  if (isShellGlobal(callee)) return shellGlobals.starter;
  if (!carriers.isIn(callee)) return undefined;
  for (const { module, name } of [...outsideOf(evaluator, callee), ...bound(evaluator, callee)]) {
    const plain = name.replace(/\.(call|apply)$/, "");
    const found = starting.find((each) => each.module.test(module) && each.name.test(plain));
    // What `call` and `apply` are given is moved, so that no insertion is sure to be in its place.
    if (found) return plain === name ? found.starter : "other";
  }
  return undefined;
}

function isShellGlobal(callee: ts.Expression): boolean {
  const isNamed = ts.isIdentifier(callee) && shellGlobals.name.test(callee.text);
  return isNamed && shellGlobals.mark.test(callee.getSourceFile().text);
}

/** What a function gives that is called with options: itself, with these. */
function bound(evaluator: Evaluator, callee: ts.Expression): Outside[] {
  return evaluator.evaluate(callee).flatMap((value) => {
    const external = value.kind === "unknown" ? value.external : undefined;
    if (!external || !binding.test(external.module)) return [];
    const names = external.path.filter((each) => each !== "()");
    return [{ module: external.module, name: names.join(".") || "*" }];
  });
}

/** Whether a tag runs its template: `$` of zx, execa and Bun, with options or without. */
export function isShellTag(tag: ts.Expression, { evaluator, carriers }: Context): boolean {
  if (!carriers.isIn(tag)) return false;
  const callee = ts.isCallExpression(tag) ? tag.expression : tag;
  return [...outsideOf(evaluator, callee), ...bound(evaluator, callee)].some(({ module, name }) => {
    if (module !== "") return tagging.test(module);
    if (name.startsWith("Bun.$")) return true;
    return /^\$/.test(name) && tag.getSourceFile().text.includes("zx/globals");
  });
}

/** Whether a shell reads what `spawn` and the like are given. */
export function usesShell(call: ts.CallExpression | ts.NewExpression): boolean {
  const options = call.arguments?.map(bare).find(ts.isObjectLiteralExpression);
  const shell = options && propertyOf(options, "shell");
  if (!shell) return false;
  return !ts.isPropertyAssignment(shell) || shell.initializer.kind !== ts.SyntaxKind.FalseKeyword;
}
