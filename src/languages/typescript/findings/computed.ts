/** Classes of packages that are chosen at run time: `const { S3Client } = await import(name)`. */

import type { Finding } from "../../../types.js";
import { startOf } from "../../shell/text.js";
import type { Outside } from "../evaluate/outside.js";
import { ts } from "../source/compiler.js";
import { bare } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import { configFix } from "./config.js";
import { type Context, report, reportFix } from "./report.js";

/** The beginning of a package's name that is written down; undefined where all of it is. */
function knownPart({ computed }: Outside): string | undefined {
  return computed && startOf(computed);
}

/** Whether a class comes out of a package that is only known at run time and may be one of AWS. */
export function isComputed(origin: Outside): boolean {
  const known = knownPart(origin);
  if (known === undefined || isFile(origin)) return false;
  return known.startsWith("@aws-sdk/") || "@aws-sdk/".startsWith(known);
}

/** `${folder}/exporter.js`: a file by its path, not a package by its name. */
function isFile({ module }: Outside): boolean {
  return /\.[cm]?[jt]sx?$/.test(module);
}

/** A client of such a package: its fix where the package is one of clients for sure, else an error. */
export function computedClient(
  node: ts.NewExpression,
  origin: Outside,
  context: Context,
): Finding | undefined {
  const fix = configFix(node, true);
  if (!fix || !mayBeClient(node, origin)) return undefined;
  const name = node.expression.getText();
  const message = `${name} comes from a package that is chosen at run time; if it is an AWS client, it keeps its account`;
  const isClient = knownPart(origin)?.startsWith("@aws-sdk/client-");
  return isClient
    ? reportFix("aws-client", node, message, remedy, fix, context)
    : report("aws-client", node, message, remedy);
}

const remedy =
  "wrap its configuration, `withAccountCredentials(…)`, or mark the line `retrofit-ignore: reason`";

/** Commands are made from the same packages. The default export is a plugin's: packages of AWS have none. */
function mayBeClient(node: ts.NewExpression, { name }: Outside): boolean {
  if (name !== "?") return !/(Command|Exception|Error)$/.test(name) && name !== "default";
  const value = bare(node.expression);
  const declaration = ts.isIdentifier(value) && lookup(value, value.text, "value");
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  return !/command|exception|error/i.test(`${value.getText()} ${made ? made.getText() : ""}`);
}
