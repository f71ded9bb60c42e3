/** The AWS command line, started in a subprocess: it reads the environment, which no call may write. */

import { ts } from "ts-morph";
import type { Finding } from "../../../types.js";
import { lookup } from "../scope.js";
import { bare, propertyOf } from "../syntax.js";
import { environmentFix, type Starter } from "./environment.js";
import { type Origin, originOf } from "./origin.js";
import { type Context, report, reportFix } from "./report.js";

const starters = /^(exec|execSync|execFile|execFileSync|spawn|spawnSync)$/;
const execaStarters = /^(execa|execaSync|execaCommand|execaCommandSync|default|\$)$/;

const wayOut = "start it with `env: accountEnvironment()`, inside the call";

/** `exec("aws …")`, `spawn("aws", …)`, `execa`, `$` and Bun's, when the command is seen to be `aws`. */
export function findSubprocess(node: ts.Node, context: Context): Finding | undefined {
  if (ts.isTaggedTemplateExpression(node)) {
    const isAws = isShell(node.tag, context) && beginsWithAws(node.template);
    return isAws ? subprocess(node) : undefined;
  }
  if (!ts.isCallExpression(node) || !node.arguments[0]) return undefined;
  const starter = beginsWithAws(node.arguments[0]) && starterOf(node.expression, context);
  if (!starter || setsEnvironment(node)) return undefined;
  const fix = environmentFix(node, starter);
  return fix
    ? reportFix("subprocess-environment", node, message, wayOut, fix, context)
    : subprocess(node);
}

const message =
  "the AWS command line runs with the server's environment, so in the server's account";

function subprocess(node: ts.Node): Finding {
  return report("subprocess-environment", node, message, wayOut);
}

/** Whether the command, or the first word of an argument list, is `aws`; constants are followed. */
function beginsWithAws(command: ts.Node): boolean {
  const value = ts.isExpression(command) ? bare(command) : command;
  if (ts.isStringLiteralLike(value)) return /^\s*aws(\s|$)/.test(value.text);
  if (ts.isTemplateExpression(value)) return /^\s*aws\s/.test(value.head.text);
  if (ts.isBinaryExpression(value)) return beginsWithAws(value.left);
  if (ts.isArrayLiteralExpression(value)) {
    return value.elements[0] !== undefined && beginsWithAws(value.elements[0]);
  }
  if (!ts.isIdentifier(value)) return false;
  const declaration = lookup(value, value.text, "value");
  const initializer =
    declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return (
    initializer !== undefined && !ts.isIdentifier(bare(initializer)) && beginsWithAws(initializer)
  );
}

function starterOf(callee: ts.Expression, context: Context): Starter | undefined {
  if (/^Bun\.spawn(Sync)?$/.test(callee.getText())) return "command";
  const origin = originOf(callee, context.project) ?? promisified(callee, context);
  if (!origin || origin.local) return undefined;
  const { module, name } = origin;
  if (/^(node:)?child_process$/.test(module) && starters.test(name)) {
    return /^exec(Sync)?$/.test(name) ? "command" : "file";
  }
  if (module !== "execa" || !execaStarters.test(name)) return undefined;
  return name.startsWith("execaCommand") ? "execa-command" : "execa-file";
}

/** `const run = promisify(exec)`. */
function promisified(callee: ts.Expression, context: Context): Origin | undefined {
  if (!ts.isIdentifier(callee)) return undefined;
  const declaration = lookup(callee, callee.text, "value");
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  if (
    !value ||
    !ts.isCallExpression(value) ||
    !/(^|\.)promisify$/.test(value.expression.getText())
  ) {
    return undefined;
  }
  const inner = value.arguments[0];
  return inner && originOf(inner, context.project);
}

function isShell(tag: ts.Expression, context: Context): boolean {
  if (/^Bun\.\$$/.test(tag.getText())) return true;
  const callee = ts.isCallExpression(tag) ? tag.expression : tag;
  const origin = originOf(callee, context.project);
  return origin !== undefined && !origin.local && /^(zx|execa|bun)$/.test(origin.module);
}

/** An `env` that names the keys has been seen to already. */
function setsEnvironment(call: ts.CallExpression): boolean {
  return call.arguments.some((argument) => {
    const options = bare(argument);
    const env = ts.isObjectLiteralExpression(options) && propertyOf(options, "env");
    return env && /AWS_ACCESS_KEY_ID|account(Environment|Credentials)/.test(env.getText());
  });
}
