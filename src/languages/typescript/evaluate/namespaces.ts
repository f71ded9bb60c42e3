/** `namespace Aws { export const Client = S3Client; }`: what it exports, by name. */

import { ts } from "../source/compiler.js";
import type { Evaluator } from "./evaluator.js";
import { declaredExports } from "./exports.js";
import { type Env, unknown, type Value } from "./value.js";

/** The value of a namespace; one of which nothing is known where it is only declared. */
export function namespaceOf(evaluator: Evaluator, node: ts.ModuleDeclaration, env: Env): Value {
  const { body } = node;
  if (!body || !ts.isModuleBlock(body)) return unknown(node, "a namespace is not followed", env);
  const properties = declaredExports(evaluator, body.statements);
  return { kind: "object", node, properties, env };
}
