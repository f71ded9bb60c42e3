/** The functions of packages that start a process, and how each takes its command. */

import { outsideOf } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { bare, propertyOf } from "../source/nodes.js";
import type { Starter } from "./environment.js";
import type { Context } from "./report.js";

/** By package: a name of an export (`.sync` and the like included) and how that takes its command. */
const packages: readonly { module: RegExp; name: RegExp; starter: Starter }[] = [
  { module: /^(node:)?child_process$/, name: /^exec(Sync)?$/, starter: "command" },
  { module: /^(node:)?child_process$/, name: /^(execFile|spawn)(Sync)?$/, starter: "file" },
  {
    module: /^cross-spawn$/,
    name: /^(default|\*|spawn)(\.(sync|spawn))?$|^sync$/,
    starter: "file",
  },
  { module: /^(@lydell\/)?node-pty$/, name: /^spawn$/, starter: "file" },
  { module: /^shelljs$/, name: /^(default\.)?exec$/, starter: "command" },
  { module: /^execa$/, name: /^execaCommand(Sync)?$/, starter: "execa-command" },
  { module: /^execa$/, name: /^(execa|execaSync|default|\$)(\.sync)?$/, starter: "execa-file" },
  {
    module: /^(nano-spawn|tinyexec|bun)$/,
    name: /^(default|x|exec|spawn|spawnSync)$/,
    starter: "other",
  },
];

/** How a call starts a process; undefined where it starts none. Node is the only program of `fork`. */
export function starterOf(callee: ts.Expression, context: Context): Starter | undefined {
  const { evaluator, carriers } = context;
  if (!carriers.isIn(callee)) return undefined;
  for (const { module, name } of outsideOf(evaluator, callee)) {
    const plain = name.replace(/\.(call|apply)$/, "");
    if (module === "" && /^Bun\.spawn(Sync)?$/.test(plain)) return "list";
    const found = packages.find((each) => each.module.test(module) && each.name.test(plain));
    // What `call` and `apply` are given is moved, so that no insertion is sure to be in its place.
    if (found) return plain === name ? found.starter : "other";
  }
  return undefined;
}

/** Whether a tag runs its template: `$` of zx, execa and Bun, with options or without. */
export function isShellTag(tag: ts.Expression, { evaluator, carriers }: Context): boolean {
  if (!carriers.isIn(tag)) return false;
  const callee = ts.isCallExpression(tag) ? tag.expression : tag;
  return outsideOf(evaluator, callee).some(({ module, name }) => {
    if (module !== "") return /^(zx|execa|bun)$/.test(module);
    if (name.startsWith("Bun.$")) return true;
    return /^\$/.test(name) && tag.getSourceFile().text.includes("zx/globals");
  });
}

/** Whether a shell reads what `spawn` and the like are given. */
export function usesShell(call: ts.CallExpression): boolean {
  const options = call.arguments.map(bare).find(ts.isObjectLiteralExpression);
  const shell = options && propertyOf(options, "shell");
  if (!shell) return false;
  return !ts.isPropertyAssignment(shell) || shell.initializer.kind !== ts.SyntaxKind.FalseKeyword;
}
