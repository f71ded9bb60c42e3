/** The paths that a script of Node.js names, where it copies: nothing is run, and what it works out is left out. */

import { resolve } from "node:path";
import { ts } from "../../source/compiler.js";
import { calledName, literalText, walk } from "../../source/nodes.js";
import { parse } from "../../source/parse.js";

const copies = /\b(?:cp|cpSync|copy\w*|cpy|cpx|ncp|rsync|move\w*|mv|symlink\w*|archiver)\b/;

/** The paths that a script which copies names, from each of these folders; none of one that does not copy. */
export function pathsIn(file: string, text: string, folders: readonly string[]): string[] {
  if (!copies.test(text)) return [];
  const names = new Set<string>();
  walk(parse(file, text), (node) => {
    if (ts.isCallExpression(node) && /^(?:join|resolve)$/.test(calledName(node) ?? "")) {
      const joined = joinedOf(node);
      if (joined) names.add(joined);
    } else if (ts.isStringLiteralLike(node)) {
      // A text may be a whole command; a lone name may mean anything.
      for (const word of node.text.split(/\s+/)) if (/[/\\]/.test(word)) names.add(word);
    }
  });
  return folders.flatMap((folder) => [...names].map((name) => resolve(folder, name)));
}

/** `join(root, "..", "shared", "build")`: what is written at its end. */
function joinedOf({ arguments: given }: ts.CallExpression): string | undefined {
  const texts = given.map((each) => literalText(each));
  const from = texts.lastIndexOf(undefined) + 1;
  const joined = texts.slice(from).join("/");
  return joined === "" ? undefined : joined;
}
