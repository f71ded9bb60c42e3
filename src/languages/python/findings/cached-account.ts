/** Results of AWS calls that are kept: the account's id above all, which another account would be told. */

import type { Node } from "web-tree-sitter";
import type { Finding } from "../../../types.js";
import type { Program } from "../evaluate/program.js";
import { codeAt } from "../source/code.js";
import {
  type At,
  ancestor,
  decoratorsOf,
  enclosingFunction,
  field,
  keyOf,
  nameOf,
} from "../source/nodes.js";
import { finding } from "./code.js";

const decorators =
  /@\s*(?:\w+\.)*(?:lru_cache|cache|cached|cached_property|ttl_cache|alru_cache|memoize)\b/g;
const caching =
  /^@\s*(?:\w+\.)*(?:lru_cache|cache|cached|cached_property|ttl_cache|alru_cache|memoize)\b/;
const remedy =
  "ask in every call, or keep the result for each account (the account in use is part of the key)";

export function cachedAccounts(program: Program): Finding[] {
  const asked = codeAt(program, "get_caller_identity", /\bget_caller_identity(?=\s*\()/g);
  const found = [...asked.flatMap((at) => keptIdentity(program, at)), ...cachedResults(program)];
  const unique = new Map(
    found.reverse().map((each) => [`${each.place.file}:${each.place.line}`, each]),
  );
  return [...unique.values()];
}

/** Where the identity that is asked for here outlives the call. */
function keptIdentity(program: Program, at: At): Finding[] {
  const report = (node: Node, how: string) =>
    finding(
      program,
      "cached-account",
      { file: at.file, node },
      `the account's identity is ${how}`,
      remedy,
    );
  const owner = enclosingFunction(at.node);
  if (!owner) return report(at.node, "asked once, when the module is loaded");
  const decorator = cachingDecorator(owner);
  if (decorator) return report(field(owner, "name") ?? owner, "kept by the cache of this function");
  const kept = keptIn(program, { file: at.file, node: owner }, at.node);
  if (kept) return report(kept, `kept in \`${kept.text}\``);
  return cachedCallers(program, { file: at.file, node: owner }).flatMap((caller) =>
    finding(
      program,
      "cached-account",
      caller,
      "the account's identity is kept by the cache of this function",
      remedy,
    ),
  );
}

/** The attribute, global or dictionary that the result is put into, at once or through a local name. */
function keptIn(program: Program, owner: At, asked: Node): Node | undefined {
  const globals = program.scope(owner).globals;
  const outlives = (left: Node | undefined): boolean =>
    left?.type === "attribute" ||
    (left?.type === "subscript" && !isLocal(program, owner, left)) ||
    (left?.type === "identifier" && globals.has(left.text));
  const first = ancestor(asked, new Set(["assignment"]));
  const left = first && field(first, "left");
  if (!first || !left) return undefined;
  if (outlives(left)) return left;
  const local = new RegExp(`\\b${left.text.replace(/\W/g, "\\W")}\\b`);
  return owner.node
    .descendantsOfType("assignment")
    .filter((each) => each.startIndex > first.startIndex)
    .filter((each) => local.test(field(each, "right")?.text ?? ""))
    .map((each) => field(each, "left"))
    .find(outlives);
}

/** Whether what is indexed was made in the function itself. */
function isLocal(program: Program, owner: At, subscript: Node): boolean {
  const name = field(subscript, "value")?.text ?? "";
  const { bindings, globals } = program.scope(owner);
  return bindings.has(name) && !globals.has(name);
}

/** Cached functions of the same file that call this one. */
function cachedCallers(program: Program, owner: At): At[] {
  const module = program.module(owner.file);
  if (!module || module.text.search(decorators) < 0) return [];
  const name = nameOf(owner.node);
  return module.root
    .descendantsOfType("function_definition")
    .filter(
      (node) =>
        cachingDecorator(node) &&
        new RegExp(`\\b${name}\\s*\\(`).test(field(node, "body")?.text ?? ""),
    )
    .map((node) => ({ file: owner.file, node: field(node, "name") ?? node }));
}

/** Cached functions that ask a client they make for something, other than giving the client back. */
function cachedResults(program: Program): Finding[] {
  const marks = codeAt(program, "cache", decorators);
  const owners = new Map<string, At>();
  for (const at of marks) {
    const decorator = at.node.parent?.type === "decorator" ? at.node.parent : at.node;
    const node = decorator?.parent ? field(decorator.parent, "definition") : undefined;
    if (node?.type !== "function_definition" || !cachingDecorator(node)) continue;
    owners.set(keyOf({ file: at.file, node }), { file: at.file, node });
  }
  return [...owners.values()]
    .filter(({ node }) => asksClient(node))
    .flatMap(({ file, node }) => {
      const message = `what \`${nameOf(node)}\` learns from AWS is kept by its cache`;
      return finding(
        program,
        "cached-account",
        { file, node: field(node, "name") ?? node },
        message,
        remedy,
      );
    });
}

function asksClient(definition: Node): boolean {
  const body = field(definition, "body")?.text ?? "";
  const made = [...body.matchAll(/\b(\w+)\s*=\s*[\w.]*(?:client|resource)\w*\(/g)];
  return (
    /\.client\([^)]*\)\s*\.\s*\w+\(/.test(body) ||
    made.some((match) => new RegExp(`\\b${match[1]}\\.\\w+\\(`).test(body))
  );
}

function cachingDecorator(definition: Node): Node | undefined {
  return decoratorsOf(definition).find((each) => caching.test(each.text));
}
