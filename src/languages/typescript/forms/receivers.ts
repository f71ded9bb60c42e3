/** Whether something is an MCP server: by the class it is made of, the type it is declared with, or its use. */

import { baseOf } from "../evaluate/classes.js";
import type { Evaluator } from "../evaluate/evaluator.js";
import { valueOfType } from "../evaluate/types.js";
import { emptyEnv, type Instance, type Value, type Values } from "../evaluate/value.js";
import { isLibraryFile } from "../project/mcp-library.js";
import { ts } from "../source/compiler.js";
import { bare, calledName, isFunctionNode, nameOf, receiverOf } from "../source/nodes.js";
import { lookup } from "../source/scope.js";
import { guessedServer } from "./guessed-server.js";
import { fewestArguments, libraryOf, methodLines, serverNamed } from "./library-queries.js";

/** What of the table's servers something is ("McpServer.server"); "other" for something else; or "unknown". */
export type ServerKind = string;

/** What a method is called on (by default the call's own receiver and method). */
export function serverKind(
  evaluator: Evaluator,
  call: ts.CallExpression,
  receiver = receiverOf(call),
  method = calledName(call),
): ServerKind {
  if (!receiver || !method) return "other";
  const kind = kindOf(evaluator, receiver, method);
  if (kind !== "unknown" || !takesEnough(call, method)) return kind;
  return guessedServer(receiver, method) ?? "unknown";
}

/** The same without a guess by the receiver's name. */
export function kindOf(evaluator: Evaluator, receiver: ts.Expression, method: string): ServerKind {
  const kinds = valuesOf(evaluator, receiver).map((value) => kindOfValue(evaluator, value, method));
  const server = kinds.find((kind) => kind !== "other" && kind !== "unknown");
  if (server) return server;
  return kinds.includes("other") && !kinds.includes("unknown") ? "other" : "unknown";
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
  const [name = "", made, ...members] = external.path;
  const library = libraryOf(external.module);
  if (!library) return external.module === "" || made === "new()" ? "other" : "unknown";
  if (made !== "new()") return "unknown";
  return serverNamed([name, ...members], library) ?? "other";
}

/** What kind of server a value is the method of, `bind` or not; "unknown" where it is no such method. */
export function kindOfMethod(value: Value, method: string): ServerKind {
  const external = value.kind === "unknown" ? value.external : undefined;
  const library = external && libraryOf(external.module);
  if (!library) return "unknown";
  const bound = external.path.slice(-2).join(".") === "bind.()";
  const path = bound ? external.path.slice(0, -2) : external.path;
  const [name = "", made, ...members] = path;
  if (made !== "new()" || members.pop() !== method) return "unknown";
  return serverNamed([name, ...members], library) ?? "other";
}

function kindOfInstance(evaluator: Evaluator, instance: Instance, method: string): ServerKind {
  const { node } = instance.of;
  const name = node.name?.text ?? "";
  if (isLibraryFile(evaluator.project, node.getSourceFile().fileName)) {
    const kind = serverNamed([name]);
    if (kind) return kind;
  }
  // A class of the server's own that has the method is a helper: the real call is inside it.
  const declares = node.members.some(
    (member) => isFunctionNode(member) && nameOf(member.name as ts.PropertyName) === method,
  );
  if (declares) return "other";
  const base = baseOf(evaluator, instance);
  return base ? kindOfValue(evaluator, base, method) : "other";
}

/** Whether a call gives as much as a registration by this method takes, so that a guess is no wild one. */
function takesEnough(call: ts.CallExpression, method: string): boolean {
  const takesOne = methodLines(method).some(({ given }) => fewestArguments[given] === 1);
  return takesOne || call.arguments.length > 1 || call.arguments.some(ts.isSpreadElement);
}
