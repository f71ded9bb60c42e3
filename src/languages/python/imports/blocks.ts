/** The imports at the top level of a module, in the blocks and sections in which they stand. */

import type { Node } from "web-tree-sitter";
import type { Module } from "../source/parse.js";
import type { ImportKey } from "./order.js";

export interface Statement extends ImportKey {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
}

/** Imports with no blank line between them. */
export type Section = readonly Statement[];

/** Imports with nothing but comments and blank lines between them. */
export interface Block {
  readonly sections: readonly Section[];
}

const IMPORTS = ["import_statement", "import_from_statement", "future_import_statement"];

/** The blocks of a module. What stands in `if`, `try` or a function is not looked at. */
export function blocksOf({ root, text }: Module): Block[] {
  const runs: Statement[][] = [];
  let run: Statement[] = [];
  for (const node of root.namedChildren) {
    if (IMPORTS.includes(node.type)) run.push(statementOf(node));
    else if (node.type !== "comment" && run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs.map((statements) => ({ sections: sectionsOf(statements, text) }));
}

/** Whether a section holds nothing but `from __future__ import …`. */
export function isFuture(section: Section): boolean {
  return section.every(({ node }) => node.type === "future_import_statement");
}

function statementOf(node: Node): Statement {
  const source = node.childForFieldName("module_name")?.text.replace(/\s/g, "");
  const imported = node.childForFieldName("name");
  const name = source ?? (imported?.childForFieldName("name") ?? imported)?.text ?? "";
  const level = /^\.*/.exec(name)?.[0].length ?? 0;
  const isFrom = node.type !== "import_statement";
  return {
    node,
    start: node.startIndex,
    end: node.endIndex,
    isFrom,
    level,
    name: name.slice(level),
  };
}

function sectionsOf(statements: readonly Statement[], text: string): Section[] {
  const sections: Statement[][] = [];
  let previous: Statement | undefined;
  for (const statement of statements) {
    const between = previous && text.slice(previous.end, statement.start);
    const isApart =
      between === undefined || /(?:\n|\r)[ \t\f]*(?:\r\n|\n|\r)/.test(crlfToLf(between));
    if (isApart) sections.push([]);
    sections.at(-1)?.push(statement);
    previous = statement;
  }
  return sections;
}

function crlfToLf(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
