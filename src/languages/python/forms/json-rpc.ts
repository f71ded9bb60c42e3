/** A route that tells `tools/call` apart itself: JSON-RPC answered by hand. */

import type { Node } from "web-tree-sitter";
import {
  callMethod,
  handWrittenName,
  handWrittenReason,
  listMethod,
  mayAnswer,
} from "../../json-rpc.js";
import type { Program } from "../evaluate/program.js";
import { emptyEnv } from "../evaluate/values.js";
import { type At, enclosingFunction, field, stringValue } from "../source/nodes.js";
import { modulesOfLibraries } from "./library-queries.js";
import type { Draft } from "./tools.js";

/**
 * A draft for each place that tells both methods apart to answer them. A client sends the methods, and a log or
 * a limit asks for one alone: neither is one.
 */
export function handWrittenDrafts(program: Program): readonly Draft[] {
  return program
    .holding(program.sources, callMethod)
    .filter((file) => !isLibrary(file))
    .flatMap((file) => draftsIn(program, file));
}

/** A library answers for the tools that are registered with it. */
function isLibrary(file: string): boolean {
  return modulesOfLibraries.some((module) => file.includes(`/${module.replaceAll(".", "/")}/`));
}

function draftsIn(program: Program, file: string): readonly Draft[] {
  const module = program.module(file);
  if (!module || module.problem || !mayAnswer(module.text)) return [];
  const told = module.root
    .descendantsOfType("string")
    .filter((node) => tellsApart(program, { file, node }));
  const lists = new Set(told.filter(is(listMethod)).map((node) => scopeOf(node).id));
  const first = new Map(
    told
      .filter(is(callMethod))
      .filter((node) => lists.has(scopeOf(node).id))
      .reverse()
      .map((node) => [scopeOf(node).id, node]),
  );
  return [...first.values()].map((node) => draftOf({ file, node }));
}

function is(method: string): (node: Node) => boolean {
  return (node) => stringValue(node) === method;
}

function draftOf(at: At): Draft {
  return {
    name: handWrittenName,
    form: "json-rpc",
    registration: at,
    registering: [],
    bound: false,
    reason: handWrittenReason,
  };
}

/** `== "…"`, `case "…":`, and a function's name in a table. */
function tellsApart(program: Program, { file, node }: At): boolean {
  const { parent } = node;
  if (parent?.type === "comparison_operator" || parent?.type === "case_pattern") return true;
  if (parent?.type !== "pair" || field(parent, "key")?.id !== node.id) return false;
  const value = field(parent, "value");
  const values = value ? program.evaluate({ file, node: value }, emptyEnv) : [];
  return value?.type === "lambda" || values.some(({ kind }) => kind === "function");
}

/** The table, or the outermost function: what answers one request. */
function scopeOf(node: Node): Node {
  const table = node.parent?.type === "pair" ? node.parent.parent : undefined;
  if (table) return table;
  let scope = node.tree.rootNode;
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) scope = at;
  return scope;
}
