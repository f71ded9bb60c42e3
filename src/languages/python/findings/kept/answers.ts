/** What comes out of a call of AWS, and what tells one account from another. */

import type { Node } from "web-tree-sitter";
import type { Program } from "../../evaluate/program.js";
import { type At, enclosingFunction } from "../../source/nodes.js";
import { leadsTo, parameterKey, type Wanted } from "./flow.js";

const library = /^(?:aio)?boto(?:3|core)\b/;
/** What a client, or what a resource gives, is asked. */
const request = /\b(?:client|resource|create_client)\(\)\.(.+)$/;
/** Parts of a client or a resource that ask nothing: what a part in capitals gives is a resource again. */
const asksNothing = /^(?:get_paginator|[A-Z]\w*)$/;
const isNoOperation = /^(?:meta|exceptions|waiter_names|get_waiter|can_paginate|close|_\w*)$/;
/** Keys as they are now; what `get_credentials` gives follows the call's account. */
const keys = /\.get_frozen_credentials$/;
/** What is answered alike to every account. */
const isPublic = /^(?:get_products|get_attribute_values|list_languages)$/;

const answer: Wanted = {
  about: "answer",
  isWanted: isAnswer,
  // A client, a session or another way to AWS is no answer, whatever it is made of.
  isEnd: (path) => library.test(path) && !isAnswer(path),
};

/** The services' own key, who is signed in, and what none has twice. */
const tells =
  /\bget_caller_identity$|\bget_frozen_credentials$|^uuid\.uuid[1-7]$|^secrets\.token_\w+$/;
const account: Wanted = {
  about: "account",
  service: "account_cache_key",
  isWanted: (path) => tells.test(path),
  isEnd: () => false,
};

/** Whether a dotted name is an operation of AWS, or something of its answer. */
function isAnswer(path: string): boolean {
  if (!library.test(path)) return false;
  if (keys.test(path)) return true;
  const parts = request.exec(path)?.[1]?.replaceAll("()", "").split(".") ?? [];
  const operation = parts.find((part) => !asksNothing.test(part));
  return operation !== undefined && !isNoOperation.test(operation) && !isPublic.test(operation);
}

/**
 * Whether a value that is kept by some keys comes out of a call of AWS: through names, calls and what callers
 * pass, but not by the keys themselves, which are others for other values.
 */
export function comesFromAws(program: Program, at: At, keptBy: readonly Node[] = []): boolean {
  const owner = enclosingFunction(at.node);
  const names = owner ? namesIn(program, { file: at.file, node: owner }, keptBy) : [];
  const except = new Set(
    names.map((name) => (owner ? parameterKey({ file: at.file, node: owner }, name) : name)),
  );
  return leadsTo(program, answer, { ...at, goesUp: true }, except);
}

/** Whether what a function gives comes out of a call of AWS in it, whatever it is called with. */
export function givesAnswer(program: Program, at: At): boolean {
  return leadsTo(program, answer, { ...at, goesUp: false });
}

/** Whether a key is another one for another account. */
export function tellsAccounts(program: Program, at: At): boolean {
  if (at.node.text.includes("target_account_id")) return true;
  return leadsTo(program, account, { ...at, goesUp: true });
}

/** The names in some expressions, and in what those names are made of in their function. */
function namesIn(program: Program, owner: At, nodes: readonly Node[]): readonly string[] {
  const names = new Set<string>();
  const queue = [...nodes];
  for (const node of queue) {
    for (const { text } of node.descendantsOfType("identifier")) {
      if (names.has(text)) continue;
      names.add(text);
      const bindings = program.scope(owner).bindings.get(text) ?? [];
      queue.push(...bindings.flatMap((each) => (each.kind === "assign" ? [each.value] : [])));
    }
  }
  return [...names];
}
