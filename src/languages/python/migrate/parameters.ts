/** The parameters of a function as its author wrote them. */

import type { Node } from "web-tree-sitter";

export interface Parameter {
  /** "" for the separators `*` and `/`. */
  readonly name: string;
  readonly kind: "plain" | "slash" | "star" | "args" | "kwargs";
  readonly start: number;
  readonly end: number;
  /** The source of the annotation and of the default, where there are. */
  readonly type: string | undefined;
  readonly value: string | undefined;
}

export interface Signature {
  /** Offsets of the parentheses. */
  readonly open: number;
  readonly close: number;
  readonly parameters: readonly Parameter[];
  /** Offsets at which comments between the parameters begin. */
  readonly comments: readonly number[];
}

/** Reads the signature of a function_definition. `text` is the source of its module. */
export function signatureOf(definition: Node, text: string): Signature | undefined {
  const list = definition.childForFieldName("parameters");
  if (!list) return undefined;
  const parameters: Parameter[] = [];
  const comments: number[] = [];
  for (const node of list.namedChildren) {
    if (node.type === "comment") comments.push(node.startIndex);
    else if (node.type !== "line_continuation") parameters.push(parameterOf(node, text));
  }
  return { open: list.startIndex, close: list.endIndex - 1, parameters, comments };
}

/**
 * Whether a caller of the tool must give the parameter: it has no default, or one that pydantic
 * does not take for a default (`Field(...)`, `Field(description=…)`).
 */
export function isRequired({ kind, value }: Parameter): boolean {
  if (kind !== "plain") return false;
  if (value === undefined) return true;
  const field = /^(?:\w+\.)?Field\s*\(\s*([\s\S]*)\)$/.exec(value);
  if (!field) return false;
  const inside = field[1] ?? "";
  if (inside.startsWith("...")) return true;
  const positional = inside !== "" && !/^(?:\w+\s*=|\*\*|#|\))/.test(inside);
  return !positional && !/(?:^|[,(\s])default(?:_factory)?\s*=/.test(withoutStrings(inside));
}

/** Whether the library fills the parameter in: the context of the call. */
export function isContext({ name, type }: Parameter): boolean {
  return type === undefined ? name === "ctx" || name === "context" : /\bContext\b/.test(type);
}

/** Why CPython would refuse these parameters, and at which; undefined where it takes them. */
export function orderFault(
  parameters: readonly Parameter[],
): { readonly offset: number; readonly message: string } | undefined {
  const names = new Set<string>();
  let isDefaulted = false;
  let isKeyword = false;
  for (const { kind, name, value, start } of parameters) {
    if (name && names.has(name)) return { offset: start, message: `${name} is there twice` };
    names.add(name);
    isKeyword ||= kind === "args" || kind === "star";
    if (kind === "plain" && value === undefined && isDefaulted && !isKeyword) {
      return { offset: start, message: `${name} has no default and follows one that has` };
    }
    isDefaulted ||= value !== undefined;
  }
  const tail = parameters.slice(0, -1).find(({ kind }) => kind === "kwargs");
  return tail && { offset: tail.start, message: "a parameter follows **kwargs" };
}

function parameterOf(node: Node, text: string): Parameter {
  const { startIndex: start, endIndex: end, type: nodeType } = node;
  const source = (part: Node | null): string | undefined =>
    part ? text.slice(part.startIndex, part.endIndex) : undefined;
  const field = (name: string): string | undefined => source(node.childForFieldName(name));
  const plain = { kind: "plain", start, end, type: undefined, value: undefined } as const;
  switch (nodeType) {
    case "typed_default_parameter":
      return { ...plain, name: field("name") ?? "", type: field("type"), value: field("value") };
    case "default_parameter":
      return { ...plain, name: field("name") ?? "", value: field("value") };
    case "typed_parameter":
      return { ...plain, ...starred(source(node.firstNamedChild) ?? ""), type: field("type") };
    case "keyword_separator":
      return { ...plain, name: "", kind: "star" };
    case "positional_separator":
      return { ...plain, name: "", kind: "slash" };
    default:
      return { ...plain, ...starred(text.slice(start, end)) };
  }
}

function starred(source: string): Pick<Parameter, "name" | "kind"> {
  const name = source.replace(/^\*+\s*/, "");
  if (source.startsWith("**")) return { name, kind: "kwargs" };
  return { name, kind: source.startsWith("*") ? "args" : "plain" };
}

function withoutStrings(source: string): string {
  return source.replace(
    /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
    "''",
  );
}
