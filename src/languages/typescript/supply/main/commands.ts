/** Subcommands, as the libraries that read command lines have them declared. */

import { ts } from "../../source/compiler.js";
import { bare, calledName, literalText, receiverOf } from "../../source/nodes.js";
import type { World } from "./world.js";

/**
 * Whether the functions that a call is given are those of a subcommand, and of which: `ours` where the
 * arguments name it, or it is the one that runs without a name, `another` where they do not, undefined
 * where the call declares none. Its names are added to `words`.
 */
export function commandsFor(
  node: ts.CallExpression | ts.NewExpression,
  { args, isAnything }: World,
  words: Set<string>,
): "ours" | "another" | undefined {
  const names = ts.isCallExpression(node) ? namesOf(node) : undefined;
  if (names === undefined) return undefined;
  for (const each of names) if (each !== "$0") words.add(each);
  const first = args.find((each) => !each.startsWith("-"));
  if (isAnything) return "ours";
  if (first === undefined) return names.includes("$0") ? "ours" : "another";
  return names.includes(first) ? "ours" : "another";
}

/** `program.command("serve").action(f)`, `cli.command("serve", …, f)`; `$0` is the one without a name. */
function namesOf(node: ts.CallExpression): string[] | undefined {
  const name = calledName(node);
  if (name === "command") return declared(node);
  if (name !== "action") return undefined;
  for (let at = receiverOf(node); at; ) {
    const inner: ts.Expression = bare(at);
    if (!ts.isCallExpression(inner)) return undefined;
    if (calledName(inner) === "command") return declared(inner);
    at = receiverOf(inner);
  }
  return undefined;
}

function declared(node: ts.CallExpression): string[] {
  const [first] = node.arguments;
  const inner = first && bare(first);
  const written =
    inner && ts.isArrayLiteralExpression(inner)
      ? inner.elements.map(literalText)
      : [literalText(inner)];
  const names = written.flatMap((each) => each?.trim().split(/\s+/)[0] ?? []);
  const isDefault = node.arguments.some((each) => /\bisDefault\s*:\s*true\b/.test(each.getText()));
  return isDefault ? [...names, "$0"] : names;
}
