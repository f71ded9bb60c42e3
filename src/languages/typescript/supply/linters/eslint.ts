/** ESLint: `ignores` in a flat configuration that is written out. */

import { join } from "node:path";
import type { Edit } from "../../../../types.js";
import { styleOf } from "../../imports/style.js";
import { layoutOf, manifestOf } from "../../project/layout.js";
import { ts } from "../../source/compiler.js";
import { indentOf, lineBreakOf, unitOf } from "../../source/insert.js";
import { bare } from "../../source/nodes.js";
import { parse } from "../../source/parse.js";
import { lookup } from "../../source/scope.js";
import { listText } from "./list.js";
import type { Look } from "./look.js";

const flat = ["js", "mjs", "cjs", "ts", "mts", "cts"].map((ending) => `eslint.config.${ending}`);
const older = ["", ".json", ".js", ".cjs", ".mjs", ".yml", ".yaml"].map((end) => `.eslintrc${end}`);

/** The insertion into the nearest configuration; "by comment" for one of which this can't be said. */
export function eslintEdits(look: Look): Edit[] | "by comment" {
  const { server, files, folders, isThere, pathsFrom } = look;
  for (const folder of folders) {
    const name = flat.find((each) => isThere(folder, each));
    if (name) {
      const file = join(folder, name);
      if (files.read(file)?.text.includes(`${pathsFrom(folder)[0]}/**`)) return [];
      const edit = intoFlat(look, file, pathsFrom(folder));
      return edit ? [edit] : "by comment";
    }
    if (older.some((each) => isThere(folder, each))) return "by comment";
  }
  return "eslintConfig" in manifestOf(server, files) ? "by comment" : [];
}

function intoFlat(look: Look, file: string, paths: readonly string[]): Edit | undefined {
  const text = look.files.read(file)?.text;
  if (text === undefined || paths.length === 0) return undefined;
  const source = parse(file, text);
  const exported = exportedFrom(source);
  const list = exported && listIn(exported);
  if (!list) return undefined;
  const { quote } = styleOf(source, layoutOf(look.server, look.files));
  const [services = "", ...others] = paths;
  const quoted = [`${services}/**`, ...others].map((path) => quote + path + quote);
  return asFirst(file, text, list, quoted);
}

function exportedFrom(source: ts.SourceFile): ts.Expression | undefined {
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement)) return statement.expression;
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression))
      continue;
    const { left, right } = statement.expression;
    if (left.getText(source) === "module.exports") return right;
  }
  return undefined;
}

interface List {
  /** Where its first element stands, or would. */
  readonly open: number;
  readonly first: ts.Node | undefined;
}

/** `[…]`, `tseslint.config(…)`, `defineConfig([…])`, or the constant that is one of them. */
function listIn(expression: ts.Expression): List | undefined {
  const node = bare(expression);
  if (ts.isArrayLiteralExpression(node)) {
    return { open: node.getStart() + 1, first: node.elements[0] };
  }
  if (ts.isIdentifier(node)) {
    const declared = lookup(node, node.text, "value");
    const made = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
    return made && listIn(made);
  }
  if (
    !ts.isCallExpression(node) ||
    !/(?:^|\.)(?:config|defineConfig)$/.test(node.expression.getText())
  ) {
    return undefined;
  }
  const [first] = node.arguments;
  if (first && ts.isArrayLiteralExpression(bare(first))) return listIn(first);
  return first && { open: first.getFullStart(), first };
}

function asFirst(
  file: string,
  text: string,
  { open, first }: List,
  paths: readonly string[],
): Edit {
  if (!first) return { file, offset: open, text: `{ ignores: [${paths.join(", ")}] }` };
  const isTall = text.slice(open, first.getStart()).includes("\n");
  if (!isTall) return { file, offset: open, text: `{ ignores: [${paths.join(", ")}] }, ` };
  const indent = indentOf(text, first.getStart());
  const [lineBreak, unit] = [lineBreakOf(text), unitOf(text)];
  const line = lineBreak + indent;
  const flat = `{ ignores: [${paths.join(", ")}] },`;
  if (indent.length + flat.length <= 80) return { file, offset: open, text: line + flat };
  const inner = indent + unit;
  const column = inner.length + "ignores: ".length;
  const list = listText(paths, { indent: inner, unit, column, comma: ",", lineBreak });
  return { file, offset: open, text: `${line}{${line}${unit}ignores: ${list},${line}},` };
}
