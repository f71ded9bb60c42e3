/** Whether the object whose `.tool` is used is an MCP server. */

import type { Node } from "web-tree-sitter";
import { ancestorsOf, basesOf, descendantsOf } from "../evaluate/classes.js";
import { solve } from "../evaluate/paths.js";
import type { Program } from "../evaluate/program.js";
import { emptyEnv, type FreeValue, type InstanceValue, type Value } from "../evaluate/values.js";
import { type At, ancestor, enclosingFunction, field, parameterName } from "../source/nodes.js";
import { isOfLibraries, serverNames, tellingServerNames } from "./library-queries.js";

/** `other` is known to be something else: a class of another framework, a class of the server itself. */
export type Receiver = "server" | "other" | "unknown";

const serverClass = new RegExp(`\\b(?:${serverNames})\\b`);
const telling = new RegExp(`\\b(?:${tellingServerNames})\\b`);
/** Frameworks with a `.tool` of their own. */
const frameworks =
  /^(pydantic_ai|langchain|langchain_core|langgraph|strands|agents|crewai|autogen|llama_index|haystack|smolagents|google)\b/;
/** What a command line gives, with whatever was asked for as `--tool`. */
const commandLines = /^argparse\b/;
/** What a server is usually called where its type cannot be seen. */
const usualName = /(^|[._])(\w*mcp\w*|server|\w+_server|app)$/i;

/** What an object expression stands for. */
export function receiverOf(program: Program, at: At): Receiver {
  if (isSuper(at.node)) return superKind(program, at);
  const kinds = receiverKinds(program, at);
  if (kinds.includes("server")) return "server";
  if (kinds.includes("other")) return "other";
  return isUsuallyServer(program, at) ? "server" : "unknown";
}

/** Whether an object is a server on one way to it, and an object of another class on another way. */
export function isPerhapsOther(program: Program, at: At): boolean {
  const kinds = receiverKinds(program, at);
  return kinds.includes("server") && kinds.includes("other");
}

function receiverKinds(program: Program, at: At): readonly Receiver[] {
  const owner = enclosingFunction(at.node)?.startIndex ?? -1;
  return program.remember(`receiver ${at.file}:${owner}:${at.node.text}`, () =>
    program.evaluate(at, emptyEnv).map((value) => receiverKind(program, at, value)),
  );
}

/** Whether an expression is `super()`, which stands for the object in the classes above its own. */
export function isSuper(node: Node): boolean {
  return node.type === "call" && field(node, "function")?.text === "super";
}

/** `super()` is a server in a class that derives from one, and in one that is mixed into such a class. */
function superKind(program: Program, at: At): Receiver {
  const holder = ancestor(at.node, "class_definition");
  if (!holder) return "unknown";
  const of = { kind: "class", file: at.file, node: holder, env: emptyEnv } as const;
  if ([of, ...descendantsOf(program, of)].some((each) => isServerClass(program, each))) {
    return "server";
  }
  const bases = ancestorsOf(program, of).flatMap((each) => basesOf(program, each));
  return bases.every(({ kind }) => kind === "class") ? "other" : "unknown";
}

function receiverKind(program: Program, at: At, value: Value): Receiver {
  switch (value.kind) {
    case "made":
    case "outside":
      return pathKind(value.path);
    case "instance":
      return instanceKind(program, value);
    case "free":
      return freeKind(program, at, value);
    case "none":
    case "unknown":
      return "unknown";
    default:
      return "other";
  }
}

function pathKind(path: string): Receiver {
  if (isOfLibraries(path)) return serverClass.test(path) ? "server" : "other";
  return frameworks.test(path) || commandLines.test(path) ? "other" : "unknown";
}

/** Whether a value is the class of a server: one of a library's, or one that derives from it. */
export function isServerClass(program: Program, value: Value): boolean {
  if (value.kind === "outside") {
    return isOfLibraries(value.path) && serverClass.test(value.path.split(".").at(-1) ?? "");
  }
  if (value.kind !== "class") return false;
  return instanceKind(program, { kind: "instance", of: value, env: emptyEnv }) === "server";
}

/** An object of a class of the server's own: an MCP server where one of its bases is. */
function instanceKind(program: Program, value: InstanceValue): Receiver {
  const kinds = ancestorsOf(program, value.of)
    .flatMap((each) => basesOf(program, each))
    .map((base) => (base.kind === "outside" ? pathKind(base.path) : "unknown"));
  return kinds.includes("server") ? "server" : "other";
}

/** A parameter: its annotation says what it is, else what is passed for it. */
function freeKind(program: Program, at: At, value: FreeValue): Receiver {
  const annotated = annotationKind(program, value);
  if (annotated !== "unknown") return annotated;
  // Who passes it is asked only where its name does not tell.
  if (isUsuallyServer(program, at)) return "server";
  const kinds = solve(program, at, emptyEnv)
    .flatMap((solution) => solution.values)
    .map((each) => (each.kind === "free" ? "unknown" : receiverKind(program, at, each)));
  return kinds.includes("server") ? "server" : kinds.includes("other") ? "other" : "unknown";
}

function annotationKind(program: Program, value: FreeValue): Receiver {
  const parameters = field(value.owner.node, "parameters")?.namedChildren ?? [];
  const parameter = parameters.find((each) => parameterName(each)?.text === value.name);
  const type = parameter && field(parameter, "type");
  if (!type) return "unknown";
  const kinds = typeNames(type).map((node) => {
    const [first] = program.evaluate({ file: value.owner.file, node }, emptyEnv);
    if (first?.kind === "outside") return pathKind(first.path);
    if (first?.kind === "class")
      return instanceKind(program, { kind: "instance", of: first, env: emptyEnv });
    return "unknown";
  });
  if (kinds.includes("server")) return "server";
  if (kinds.includes("other")) return "other";
  // An annotation in quotes, or imported only for type checking.
  return telling.test(type.text) ? "server" : "unknown";
}

/** The names and dotted names in an annotation. */
function typeNames(type: Node): Node[] {
  const dotted = type.descendantsOfType("attribute");
  const plain = type.descendantsOfType("identifier");
  return [...dotted, ...plain.filter((node) => node.parent?.type !== "attribute")];
}

function isUsuallyServer(program: Program, at: At): boolean {
  return usualName.test(at.node.text) && !usesFramework(program, at.file);
}

function usesFramework(program: Program, file: string): boolean {
  const text = program.project.files.read(file)?.text ?? "";
  return [...text.matchAll(/^\s*(?:from|import)\s+([\w.]+)/gm)].some((match) =>
    frameworks.test(match[1] ?? ""),
  );
}
