/** Where a comment might leave a tool out. */

import type { FileStore } from "../../../disk/files.js";
import type { Edit, Place, ToolSite } from "../../../types.js";
import { pragmaLine } from "../../pragma.js";
import { ts } from "./compiler.js";
import { parse } from "./parse.js";

/** Above the call that registers the tool, its statement, and its name; the same at a registration elsewhere. */
export function leaveOut(
  { place, registration }: ToolSite,
  reason: string,
  files: FileStore,
): Edit[] {
  return [place, ...(registration ? [registration] : [])].flatMap((each) => {
    const text = files.read(each.file)?.text;
    if (text === undefined) return [];
    return linesFor(parse(each.file, text), each).map((line): Edit => {
      const offset = offsetOf(text, line);
      return { file: each.file, offset, text: pragmaLine("//", reason, text, offset) };
    });
  });
}

function linesFor(source: ts.SourceFile, { line, column }: Place): number[] {
  const offset = source.getPositionOfLineAndCharacter(line - 1, column - 1);
  const node = tokenAt(source, offset);
  const around = [
    ts.findAncestor(node, ts.isCallExpression),
    ts.findAncestor(node, ts.isStatement),
  ];
  const starts = around.flatMap((each) => (each ? [each.getStart(source)] : []));
  return [
    ...new Set([...starts, offset].map((at) => source.getLineAndCharacterOfPosition(at).line)),
  ];
}

function tokenAt(source: ts.SourceFile, offset: number): ts.Node {
  let node: ts.Node = source;
  for (;;) {
    const inner = ts.forEachChild(node, (child) =>
      child.getStart(source) <= offset && offset < child.getEnd() ? child : undefined,
    );
    if (!inner) return node;
    node = inner;
  }
}

/** Where a line begins: lines are those of `\n`, as the edits count them. */
function offsetOf(text: string, line: number): number {
  let offset = 0;
  for (let at = 0; at < line; at++) offset = text.indexOf("\n", offset) + 1;
  return offset;
}
