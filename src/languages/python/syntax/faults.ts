/** What CPython's compiler refuses, as far as insertions could bring it about. */

import type { Node } from "web-tree-sitter";
import { type Parameter, signatureOf } from "../migrate/parameters.js";
import type { Module } from "../parse.js";
import { isAsync, usesOf } from "./uses.js";

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

function orderFault(parameters: readonly Parameter[]): Fault | undefined {
  const names = new Set<string>();
  let isDefaulted = false;
  for (const { kind, name, value, start } of parameters) {
    if (name && names.has(name))
      return { offset: start, message: `parameter ${name} is there twice` };
    names.add(name);
    if (kind === "args" || kind === "star") break;
    if (kind === "plain" && value === undefined && isDefaulted) {
      return {
        offset: start,
        message: `parameter ${name} has no default and follows one that has`,
      };
    }
    isDefaulted ||= value !== undefined;
  }
  const tail = parameters.slice(0, -1).find(({ kind }) => kind === "kwargs");
  return tail && { offset: tail.start, message: "a parameter follows **kwargs" };
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
