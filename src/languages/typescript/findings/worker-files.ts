/** What a worker runs: a file of the server's, where it is written down which. */

import { awsMention } from "../../shell/programs.js";
import { computedImport, importsWrittenIn } from "../project/reachable.js";
import { ts } from "../source/compiler.js";
import { walk } from "../source/nodes.js";
import type { Project } from "../source/parse.js";
import { libraryMark } from "./aws-packages.js";
import { startingMark } from "./starting-packages.js";

/** How many files of a worker are looked into. */
const MOST = 50;

/** Whether a worker runs a file of the server's that, with all that it imports, has nothing to do with AWS or processes. */
export function runsNothingOfAws(
  node: ts.CallExpression | ts.NewExpression,
  project: Project,
): boolean {
  const named = node.arguments?.[0] && fileNamed(node.arguments[0]);
  const first = named && project.resolveImport(node.getSourceFile().fileName, named);
  if (!first) return false;
  const files = new Set([first]);
  for (const file of files) {
    const text = project.files.read(file)?.text;
    if (text === undefined || files.size > MOST || isTelling(text)) return false;
    for (const each of importsWrittenIn(file, project)) files.add(each);
  }
  return true;
}

function isTelling(text: string): boolean {
  return [awsMention, startingMark, libraryMark, computedImport].some((each) => each.test(text));
}

/** `./job.js` of `new URL("./job.js", import.meta.url)`, of `path.join(__dirname, "job.js")` and of the text alone. */
function fileNamed(argument: ts.Expression): string | undefined {
  const texts: string[] = [];
  let isWritten = true;
  walk(argument, (node) => {
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node) || ts.isConditionalExpression(node)) isWritten = false;
  });
  const path = texts.join("/");
  if (!isWritten || !/\.[cm]?[jt]s$/.test(path)) return undefined;
  return path.startsWith(".") ? path : `./${path}`;
}
