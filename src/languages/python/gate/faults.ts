/** What CPython's compiler refuses, as far as insertions could bring it about. */

import type { Node } from "web-tree-sitter";
import { HANDLED } from "../migrate/inline.js";
import { orderFault, signatureOf } from "../migrate/parameters.js";
import { isAsync, usesOf } from "../source/name-uses.js";
import type { Module } from "../source/parse.js";

export interface Fault {
  /** UTF-16 offset. */
  readonly offset: number;
  readonly message: string;
}

/** Every function whose signature has the parameter. */
export function signatureFault(module: Module): Fault | undefined {
  for (const { node, definition } of usesOf(module, "target_account_id")) {
    const inSignature = definition && isWithin(node, definition.childForFieldName("parameters"));
    const signature = inSignature ? signatureOf(definition, module.text) : undefined;
    const fault = signature && orderFault(signature.parameters);
    if (fault) return fault;
  }
  return undefined;
}

export function awaitFault(module: Module): Fault | undefined {
  for (const { node, definition } of usesOf(module, "_setup_account_context")) {
    const awaited = node.parent?.parent?.type === "await";
    if (awaited && !(definition && isAsync(definition, module))) {
      return { offset: node.startIndex, message: "await outside an async function" };
    }
  }
  return undefined;
}

/** The grammar takes a block without a statement, as an insertion with the wrong indentation leaves behind. */
export function blockFault(module: Module): Fault | undefined {
  const setups = [...HANDLED, "_setup_account_context", "_setup_account_context_sync"];
  const definitions = setups.flatMap((name) => usesOf(module, name).map((use) => use.definition));
  const distinct = new Map(definitions.map((definition) => [definition?.id, definition]));
  for (const definition of distinct.values()) {
    const empty = definition?.descendantsOfType("block").find(isEmpty);
    if (empty) return { offset: empty.startIndex, message: "a block without a statement" };
  }
  return undefined;
}

function isEmpty(block: Node): boolean {
  return block.namedChildren.every(({ type }) => type === "comment");
}

export function returnFault(module: Module): Fault | undefined {
  for (const { node, definition } of usesOf(module, "account_error_payload")) {
    if (!definition || !isAsync(definition, module)) continue;
    const isReturned = node.parent?.parent?.type === "return_statement";
    if (isReturned && definition.descendantsOfType("yield").length > 0) {
      return { offset: node.startIndex, message: "return with a value in an async generator" };
    }
  }
  return undefined;
}

export function globalFault(module: Module): Fault | undefined {
  for (const { node, definition } of usesOf(module, "target_account_id")) {
    const type = node.parent?.type;
    if (type !== "global_statement" && type !== "nonlocal_statement") continue;
    const signature = definition && signatureOf(definition, module.text);
    if (signature?.parameters.some(({ name }) => name === "target_account_id")) {
      return { offset: node.startIndex, message: "target_account_id is both parameter and global" };
    }
  }
  return undefined;
}

export function futureFault({ root, text }: Module): Fault | undefined {
  if (!text.includes("__future__")) return undefined;
  let isLate = false;
  for (const [index, { type, startIndex, firstNamedChild }] of root.namedChildren.entries()) {
    if (type === "future_import_statement") {
      if (isLate) return { offset: startIndex, message: "from __future__ is not at the beginning" };
      continue;
    }
    const isDocstring = index >= 0 && /string$/.test(firstNamedChild?.type ?? "");
    isLate ||= type !== "comment" && !(type === "expression_statement" && isDocstring);
  }
  return undefined;
}

function isWithin(node: Node, outer: Node | null): boolean {
  return outer !== null && node.startIndex >= outer.startIndex && node.endIndex <= outer.endIndex;
}
