/** Whether something is an MCP server: by the class it is made of, the type it is declared with, or its use. */

import { baseOf } from "../evaluate/classes.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { isSdk } from "../evaluate/modules.js";
import { valueOfType } from "../evaluate/types.js";
import { emptyEnv, type Instance, type Value, type Values } from "../evaluate/value.js";
import { isLibraryFile } from "../project/mcp-library.js";
import { ts } from "../source/compiler.js";
import { bare, calledName, isFunctionNode, nameOf, receiverOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";

/** The high-level server of the SDK, its tasks, its low-level one, FastMCP; something else; or not known. */
export type ServerKind = "high" | "tasks" | "low" | "fastmcp" | "other" | "unknown";

/** Methods that only FastMCP has; they take one object. */
const ofFastmcp = /^add(?:Tool|Resource|Prompt)/;
const servers: ReadonlySet<ServerKind> = new Set(["high", "tasks", "low", "fastmcp"]);

/** What a method is called on (by default the call's own receiver and method). */
export function serverKind(
  evaluator: Evaluator,
  call: ts.CallExpression,
  receiver = receiverOf(call),
  method = calledName(call),
): ServerKind {
  if (!receiver || !method) return "other";
  const kinds = new Set<ServerKind>();
  for (const value of valuesOf(evaluator, receiver)) {
    const kind = kindOfValue(evaluator, value, method);
    if (servers.has(kind)) return kind;
    kinds.add(kind);
  }
  if (kinds.has("other") && !kinds.has("unknown")) return "other";
  return looksLikeServer(receiver, call, method) ? guessed(method) : "unknown";
}

/** The declared type first: it is near, and callers may be many. */
function valuesOf(evaluator: Evaluator, receiver: ts.Expression): Values {
  const node = bare(receiver);
  if (node.kind === ts.SyntaxKind.SuperKeyword) return superOf(evaluator, node);
  const typed = typedValues(evaluator, node);
  return typed.some((value) => value.kind === "instance" || isExternal(value))
    ? typed
    : evaluator.evaluate(node, emptyEnv);
}

/** What the declared type of a name says of it, or of its members: `server.mcpServer`. */
function typedValues(evaluator: Evaluator, node: ts.Expression): Values {
  if (ts.isPropertyAccessExpression(node)) {
    const owners = typedValues(evaluator, bare(node.expression));
    const known = owners.filter((owner) => owner.kind === "unknown" && owner.type);
    return evaluator.member(known, node.name.text, node, emptyEnv);
  }
  if (!ts.isIdentifier(node)) return [];
  const declared = lookup(node, node.text, "value");
  const isTyped = declared && (ts.isParameter(declared) || ts.isVariableDeclaration(declared));
  return isTyped && declared.type ? valueOfType(evaluator, declared.type, node, emptyEnv) : [];
}

function superOf(evaluator: Evaluator, node: ts.Expression): Values {
  return evaluator.selfAt(node, emptyEnv).flatMap((value): Values => {
    const base = value.kind === "instance" ? baseOf(evaluator, ownerOf(value, node)) : undefined;
    return base ? [base] : [];
  });
}

/** `super` means the base of the class it is written in, not of the object's own. */
function ownerOf(instance: Instance, node: ts.Node): Instance {
  let at: ts.Node | undefined = node;
  while (at && !ts.isClassLike(at)) at = at.parent;
  if (!at || at === instance.of.node) return instance;
  const of = { kind: "class", node: at, env: emptyEnv } as const;
  return { kind: "instance", node: at, of, env: emptyEnv };
}

function isExternal(value: Value): boolean {
  return value.kind === "unknown" && value.external !== undefined;
}

function kindOfValue(evaluator: Evaluator, value: Value, method: string): ServerKind {
  if (value.kind === "instance") return kindOfInstance(evaluator, value, method);
  if (value.kind !== "unknown") return value.kind === "object" ? "other" : "unknown";
  const { external } = value;
  if (!external) return "unknown";
  const [name, made, ...members] = external.path;
  if (!isSdk(external.module)) {
    return external.module === "" || made === "new()" ? "other" : "unknown";
  }
  if (made !== "new()") return "unknown";
  return kindOfClass(name ?? "", members);
}

/** What kind of server a value is the method of, `bind` or not; "unknown" where it is no such method. */
export function kindOfMethod(value: Value, method: string): ServerKind {
  const external = value.kind === "unknown" ? value.external : undefined;
  if (!external || !isSdk(external.module)) return "unknown";
  const bound = external.path.slice(-2).join(".") === "bind.()";
  const path = bound ? external.path.slice(0, -2) : external.path;
  const [name, made, ...members] = path;
  if (made !== "new()" || members.pop() !== method) return "unknown";
  return kindOfClass(name ?? "", members);
}

function kindOfClass(name: string, members: readonly string[]): ServerKind {
  if (name === "McpServer") {
    if (members[0] === "experimental") return "tasks";
    return members[0] === "server" ? "low" : "high";
  }
  if (name === "Server") return "low";
  return name === "FastMCP" ? "fastmcp" : "other";
}

function kindOfInstance(evaluator: Evaluator, instance: Instance, method: string): ServerKind {
  const { node } = instance.of;
  const name = node.name?.text ?? "";
  if (isLibraryFile(evaluator.project, node.getSourceFile().fileName)) {
    const kind = kindOfClass(name, []);
    if (kind !== "other") return kind;
  }
  // A class of the server's own that has the method is a helper: the real call is inside it.
  const declares = node.members.some(
    (member) => isFunctionNode(member) && nameOf(member.name as ts.PropertyName) === method,
  );
  if (declares) return "other";
  const base = baseOf(evaluator, instance);
  return base ? kindOfValue(evaluator, base, method) : "other";
}

function guessed(method: string): ServerKind {
  if (method === "setRequestHandler") return "low";
  return ofFastmcp.test(method) ? "fastmcp" : "high";
}

/** The last resort, for receivers that can't be followed: called a server, and called like one. */
function looksLikeServer(
  receiver: ts.Expression,
  call: ts.CallExpression,
  method: string,
): boolean {
  const node = bare(receiver);
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (!ts.isIdentifier(name) || !/server|mcp/i.test(name.text)) return false;
  if (method === "setRequestHandler" || ofFastmcp.test(method)) return true;
  return call.arguments.length > 1 || call.arguments.some(ts.isSpreadElement);
}
