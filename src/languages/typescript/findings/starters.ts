/** The functions of packages that start a process, and how each takes its command. */

import { ts } from "ts-morph";
import { bare, nameOf, propertyOf } from "../source/nodes.js";
import type { Starter } from "./environment.js";
import { originOf } from "./origin.js";
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
  if (/^Bun\.spawn(Sync)?$/.test(callee.getText())) return "list";
  const origin = originOf(fieldOf(callee) ?? callee, context.project);
  if (!origin || origin.local) return undefined;
  return packages.find(({ module, name }) => module.test(origin.module) && name.test(origin.name))
    ?.starter;
}

/** Whether a tag runs its template: `$` of zx, execa and Bun, with options or without. */
export function isShellTag(tag: ts.Expression, context: Context): boolean {
  const text = tag.getText();
  if (/^Bun\.\$/.test(text)) return true;
  if (/^\$\W?/.test(text) && tag.getSourceFile().text.includes("zx/globals")) return true;
  const callee = ts.isCallExpression(tag) ? tag.expression : tag;
  const origin = originOf(callee, context.project);
  return origin !== undefined && !origin.local && /^(zx|execa|bun)$/.test(origin.module);
}

/** `this.run` of a class with `run = promisify(exec)`. */
function fieldOf(callee: ts.Expression): ts.Expression | undefined {
  const value = bare(callee);
  if (!ts.isPropertyAccessExpression(value)) return undefined;
  if (bare(value.expression).kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const around = ts.findAncestor(value, ts.isClassLike);
  const field = around?.members.find((each) => nameOf(each.name) === value.name.text);
  return field && ts.isPropertyDeclaration(field) ? field.initializer : undefined;
}

/** Whether a shell reads what `spawn` and the like are given. */
export function usesShell(call: ts.CallExpression): boolean {
  const options = call.arguments.map(bare).find(ts.isObjectLiteralExpression);
  const shell = options && propertyOf(options, "shell");
  if (!shell) return false;
  return !ts.isPropertyAssignment(shell) || shell.initializer.kind !== ts.SyntaxKind.FalseKeyword;
}
