/** Where a server's tests compare the schema of a tool as a whole, with `assert` or unittest's methods. */

import { basename, dirname, join } from "node:path";
import type { Node } from "web-tree-sitter";
import type { FileStore } from "../../../disk/files.js";
import type { Finding, Scan, Server } from "../../../types.js";
import {
  type Changing,
  type Comparison,
  changingIn,
  keptSchemas,
  schemaTests,
} from "../../supply/schema-tests.js";
import { isTest } from "../project/test-files.js";
import { parseText } from "../source/parse.js";

/** The findings about tests that the new parameter makes fail. */
export async function findSchemaTests(
  server: Server,
  files: FileStore,
  scan: Scan,
): Promise<Finding[]> {
  const changing = withFunctions(changingIn(scan), scan, files);
  const found: Comparison[] = [];
  for (const path of changing.size > 0 ? server.files : []) {
    if (!isTest(server.root, path, () => files.bytes(path))) continue;
    found.push(...(await comparisonsIn(path, files)));
  }
  return schemaTests(found, changing);
}

/** A tool's function is what its place names. */
function withFunctions(changing: Changing, { tools }: Scan, files: FileStore): Changing {
  return new Map(
    tools
      .filter(({ name }) => changing.has(name))
      .map(({ name, place: { file, line, column } }) => {
        const text =
          files
            .read(file)
            ?.text.split(/\r?\n/)
            [line - 1]?.slice(column - 1) ?? "";
        return [name, /^[A-Za-z_]\w*/.exec(text) ?? []];
      }),
  );
}

const mayCompare = /inputSchema|input_schema|\.parameters\b|\.signature\(|== ?snapshot\b/;

async function comparisonsIn(path: string, files: FileStore): Promise<Comparison[]> {
  const text = files.read(path)?.text ?? "";
  if (!mayCompare.test(text)) return [];
  const { root } = await parseText(path, text);
  const places = [
    ...root.descendantsOfType("comparison_operator").filter(comparesSchema),
    ...root.descendantsOfType("call").filter(assertsSchema),
  ];
  const found = places.map((node) => ({
    place: {
      file: path,
      line: node.startPosition.row + 1,
      column: node.startPosition.column + 1,
    },
    texts: [functionAround(node)?.text ?? "", text],
  }));
  const snapshot = join(dirname(path), "__snapshots__", basename(path).replace(/\.py$/, ".ambr"));
  return [...found, ...keptSchemas(path, text, files, [snapshot])];
}

function comparesSchema(node: Node): boolean {
  const [left, right, ...more] = node.namedChildren;
  const isWhole = node.children.some((child) => child.type === "==");
  return isWhole && more.length === 0 && isOneSchema(left, right);
}

/** `self.assertEqual(tool.inputSchema, {…})`. */
function assertsSchema(node: Node): boolean {
  const name = node.childForFieldName("function")?.text ?? "";
  if (!/\.assert(?:Dict|List|Set|Count)?Equals?$/.test(name)) return false;
  const [left, right] = node.childForFieldName("arguments")?.namedChildren ?? [];
  return isOneSchema(left, right);
}

/** Two schemas that are compared with each other both change. */
function isOneSchema(left: Node | null | undefined, right: Node | null | undefined): boolean {
  if (!left || !right) return false;
  return (
    isSchema(textOf(left)) !== isSchema(textOf(right)) || holdsSchema(left) || holdsSchema(right)
  );
}

/** An expression's text; of a name what the test's function gives it. */
function textOf(node: Node): string {
  if (node.type !== "identifier") return node.text;
  const assigned = functionAround(node)
    ?.descendantsOfType("assignment")
    .find((each) => each.childForFieldName("left")?.text === node.text);
  return assigned?.childForFieldName("right")?.text ?? node.text;
}

const properties = /(?:\[["']properties["']\]|\.get\(["']properties["'](?:, ?\{\})?\))?$/.source;
const ofMcp = new RegExp(`(?:\\binputSchema|\\binput_schema)["'\\]]*${properties}`);
// Much else has parameters: only a tool's or a signature's are meant.
const ofObject = new RegExp(
  `(?:tool|sig|signature)[\\w\\]"'\\[]*(?:\\([^()]*\\))?\\.parameters${properties}`,
  "i",
);

function isSchema(text: string): boolean {
  const inner = /^(?:set|sorted|list|len|dict|tuple|frozenset)\((.*)\)$/s.exec(text)?.[1];
  if (inner !== undefined) return isSchema(inner.trim());
  const bare = text.replace(/\.keys\(\)$/, "");
  return ofMcp.test(bare) || ofObject.test(bare);
}

/** Whether a tool's schema is written out in it. */
function holdsSchema(node: Node): boolean {
  return node
    .descendantsOfType("pair")
    .some(
      (pair) =>
        /^["']input_?[sS]chema["']$/.test(pair.childForFieldName("key")?.text ?? "") &&
        pair.childForFieldName("value")?.type === "dictionary",
    );
}

function functionAround(node: Node): Node | undefined {
  for (let at = node.parent; at; at = at.parent) if (at.type === "function_definition") return at;
  return undefined;
}
