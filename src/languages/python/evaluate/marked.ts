/**
 * The methods of an object that a loop tells apart: `for name in dir(tools)` with `hasattr(method, "is_tool")`,
 * which a decorator sets, or with `name.startswith("tool_")`.
 */

import type { Node } from "web-tree-sitter";
import { isMarkedWith, marks } from "../forms/library-queries.js";
import { loops } from "../source/frames.js";
import {
  type At,
  ancestor,
  decoratorsOf,
  field,
  keyOf,
  nameOf,
  stringValue,
} from "../source/nodes.js";
import { ancestorsOf } from "./classes.js";
import type { Program } from "./program.js";
import { argumentsOf, type ClassValue, emptyEnv } from "./values.js";

/** What a loop asks of each method. */
interface Marks {
  readonly attributes: readonly string[];
  readonly prefixes: readonly string[];
}

/** What every function has, and so tells no method from another. */
const usual = new RegExp(`^(?!(?:${marks.join("|")})$)__\\w*__$`);

/** The names of the methods that the loop around a node keeps. Undefined where it can't be told which. */
export function markedMethods(program: Program, at: At, of: ClassValue): string[] | undefined {
  const loop = ancestor(at.node, loops);
  const marks = loop && marksIn(loop);
  if (!marks || marks.attributes.length + marks.prefixes.length === 0) return undefined;
  const methods = ancestorsOf(program, of).flatMap(({ file, node }) =>
    methodsOf(node).map((method) => ({ file, node: method })),
  );
  const kept = methods.filter((method) => hasMark(program, method, marks));
  return [...new Set(kept.map(({ node }) => nameOf(node)))];
}

function marksIn(loop: Node): Marks {
  const attributes: string[] = [];
  const prefixes: string[] = [];
  for (const call of loop.descendantsOfType("call")) {
    const callee = call && field(call, "function");
    if (!callee) continue;
    const [first, second] = argumentsOf(call).positional.map(stringValue);
    if (/^(?:hasattr|getattr)$/.test(callee.text)) {
      if (second !== undefined && !usual.test(second)) attributes.push(second);
    } else if (/\.startswith$/.test(callee.text) && first && !first.startsWith("_")) {
      prefixes.push(first);
    }
  }
  return { attributes, prefixes };
}

function methodsOf(of: Node): Node[] {
  const members = field(of, "body")?.namedChildren ?? [];
  return members.flatMap((member) => {
    const inner = member.type === "decorated_definition" ? field(member, "definition") : member;
    return inner?.type === "function_definition" ? [inner] : [];
  });
}

function hasMark(program: Program, method: At, { attributes, prefixes }: Marks): boolean {
  if (prefixes.some((prefix) => nameOf(method.node).startsWith(prefix))) return true;
  return decoratorsOf(method.node).some((decorator) =>
    attributes.some((attribute) =>
      sets(program, { file: method.file, node: decorator }, attribute),
    ),
  );
}

/** Whether a decorator sets an attribute of what it decorates. */
function sets(program: Program, { file, node }: At, attribute: string): boolean {
  const [given] = node.namedChildren;
  const callee = given?.type === "call" ? field(given, "function") : given;
  if (!callee) return false;
  const at = { file, node: callee };
  return program.remember(`sets ${attribute} ${keyOf(at)}`, () => {
    const setting = new RegExp(`\\.${attribute}\\s*=(?!=)|\\bsetattr\\([^)]*["']${attribute}["']`);
    return program.evaluate(at, emptyEnv).some((value) => {
      const isMarked = value.kind === "outside" ? isMarkedWith(value.path, attribute) : undefined;
      if (isMarked !== undefined) return isMarked;
      return (value.kind === "function" || value.kind === "class") && setting.test(value.node.text);
    });
  });
}
