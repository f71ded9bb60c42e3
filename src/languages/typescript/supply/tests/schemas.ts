/** Where a server's tests compare the schema of a tool as a whole, by jest's, vitest's, chai's or Node's assertions. */

import { basename, dirname, join } from "node:path";
import type { FileStore } from "../../../../disk/files.js";
import type { Finding, Scan, Server } from "../../../../types.js";
import {
  type Changing,
  type Comparison,
  changingIn,
  keptSchemas,
  namesIn,
  schemaTests,
} from "../../../supply/schema-tests.js";
import { isTestFile } from "../../project/server-files.js";
import { ts } from "../../source/compiler.js";
import { above, calledName, receiverOf, walk } from "../../source/nodes.js";
import { parse, placeOf } from "../../source/parse.js";

/** The findings about tests that the new parameter makes fail. */
export function findSchemaTests(server: Server, files: FileStore, scan: Scan): Finding[] {
  const changing = changingIn(scan);
  if (changing.size === 0) return [];
  const tests = server.files.filter((path) => isTestFile(server, path));
  return schemaTests(
    tests.flatMap((path) => comparisonsIn(path, files, changing)),
    changing,
  );
}

function comparisonsIn(path: string, files: FileStore, changing: Changing): Comparison[] {
  const text = files.read(path)?.text ?? "";
  if (!/inputSchema|input_schema|Snapshot/.test(text)) return [];
  // What a test registers itself is a tool of its own.
  const own = [...changing.keys()].filter((name) => registers(text, name));
  const visible = own.reduce(
    (all, name) => all.replaceAll(new RegExp(`["'\`]${escaped(name)}["'\`]`, "g"), ""),
    text,
  );
  const found = namesIn(visible, changing).length > 0 ? assertionsIn(path, text) : [];
  const compared = found.map((node): Comparison => {
    const around = above(node, isTest)?.getText() ?? "";
    return { place: placeOf(node), texts: own.length > 0 ? [visible] : [around, text] };
  });
  const snapshot = join(dirname(path), "__snapshots__", `${basename(path)}.snap`);
  const kept = /toMatch(?:File)?Snapshot|readFileSync|\bimport\b/.test(text);
  return [
    ...compared,
    ...(kept && own.length === 0 ? keptSchemas(path, text, files, [snapshot]) : []),
  ];
}

function assertionsIn(path: string, text: string): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const source = parse(path, text);
  walk(source, (node) => {
    if (ts.isCallExpression(node) && comparesSchema(node, source)) found.push(node);
  });
  return found;
}

function registers(text: string, name: string): boolean {
  return new RegExp(`\\b(?:registerTool|tool|addTool)\\(\\s*["'\`]${escaped(name)}["'\`]`).test(
    text,
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function isTest(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && /^(?:it|test)\b/.test(node.expression.getText());
}

const whole =
  /^(?:toEqual|toStrictEqual|toMatchInlineSnapshot|deepEqual|deepStrictEqual|eql|eqls|equal|equals)$/;
const counts = /^(?:toBe|toHaveLength|lengthOf|strictEqual|equal)$/;

function comparesSchema(call: ts.CallExpression, source: ts.SourceFile): boolean {
  const name = calledName(call) ?? "";
  if (!whole.test(name) && !counts.test(name)) return false;
  const compared = comparedBy(call);
  if (!compared) return false;
  const [subject, expected] = compared.map((each) => each && resolved(each, source));
  if (subject === undefined || /^expect\./.test(expected ?? "")) return false;
  if (counts.test(name) && countsProperties(subject, name)) return true;
  if (!whole.test(name)) return false;
  return (
    isSchema(subject) || holdsSchema(compared[1]) || /inputSchema/.test(inline(name, expected))
  );
}

/** What is compared, and with what; undefined where it is to differ, or is no assertion. */
function comparedBy(
  call: ts.CallExpression,
): [subject: ts.Expression | undefined, expected: ts.Expression | undefined] | undefined {
  const [first, second] = call.arguments;
  let at = receiverOf(call);
  if (at && /^(?:assert|t)\b/.test(at.getText())) return [first, second];
  while (at && ts.isPropertyAccessExpression(at)) {
    if (at.name.text === "not") return undefined;
    at = at.expression;
  }
  if (!at || !ts.isCallExpression(at) || at.expression.getText() !== "expect") return undefined;
  return [at.arguments[0], first];
}

/** An expression's text, with the value of a constant of the same file in its place. */
function resolved(node: ts.Expression, source: ts.SourceFile): string {
  const text = node.getText();
  const [root = ""] = /^[\w$]+/.exec(text) ?? [];
  const declared = new RegExp(`\\bconst\\s+${escaped(root)}\\s*(?::[^=]+)?=\\s*([^;\\n]+)`);
  const value = root === text ? declared.exec(source.text)?.[1] : undefined;
  return value?.trim() ?? text;
}

const end =
  /(?:\binputSchema|\binput_schema)["'\]!]*(?:\??\.properties|\[["']properties["']\])?!?$/;

/** Whether a text ends in a tool's schema, or in its properties; a part of these may stay as it is. */
function isSchema(text: string): boolean {
  return end.test(keysOf(text) ?? text.replace(/\s+as\s+.*$/s, ""));
}

/** What the names of properties are taken of: `Object.keys(x).sort()`. */
function keysOf(text: string): string | undefined {
  return /^\(?Object\.keys\((.*?)(?:\s*(?:\?\?|\|\|)\s*\{\}|\s+as\s+.*)?\)\)?(?:\.(?:sort|toSorted)\(\))?$/s.exec(
    text,
  )?.[1];
}

function countsProperties(subject: string, name: string): boolean {
  const counted = /^(?:toBe|strictEqual|equal)$/.test(name)
    ? /^(.*)\.length$/s.exec(subject)?.[1]
    : subject;
  const keys = counted === undefined ? undefined : keysOf(counted);
  return keys !== undefined && end.test(keys);
}

/** Whether what is expected has a tool's schema written out: nothing that leaves room for more. */
function holdsSchema(expected: ts.Expression | undefined): boolean {
  let found = false;
  if (expected) {
    walk(expected, (node) => {
      if (!ts.isPropertyAssignment(node) || !/^["']?inputSchema["']?$/.test(node.name.getText()))
        return;
      const isLoose = above(
        node,
        (each): each is ts.CallExpression =>
          ts.isCallExpression(each) && /Containing$/.test(each.expression.getText()),
      );
      if (ts.isObjectLiteralExpression(node.initializer) && !isLoose) found = true;
    });
  }
  return found;
}

function inline(name: string, expected: string | undefined): string {
  return name === "toMatchInlineSnapshot" ? (expected ?? "") : "";
}
