/** The texts that an expression may stand for, with marks where the source does not tell. */

import type { Node } from "web-tree-sitter";
import { argumentEnd, unknownWord, unknownWords } from "../../command-line.js";
import { solve } from "../evaluate/solve.js";
import { argumentsOf, emptyEnv, type Value } from "../evaluate/values.js";
import type { Binding, Program } from "../program.js";
import { type At, ancestor, field, keyOf, stringValue } from "../tree.js";
import { joined, union } from "./alternatives.js";
import { addedTo, passedTo, returnedBy } from "./passed.js";

const unknown: readonly string[] = [unknownWords];
const deepest = 12;
/** More would take long and tell no more. */
const most = 24;
const scopes = new Set(["function_definition", "lambda", "module"]);

/** Where a look-up stands: what was visited on the way, so that no circle is followed. */
interface Trail {
  readonly program: Program;
  readonly file: string;
  readonly seen: readonly string[];
}

/**
 * Every text that an expression may come to. A list's arguments are parted by `argumentEnd`. What can't
 * be followed is `unknownWord` or `unknownWords`; where there are alternatives, one may be.
 */
export function textsOf(program: Program, { file, node }: At): readonly string[] {
  return texts(node, { program, file, seen: [] });
}

/** What a row of arguments comes to, stars and all: those of `create_subprocess_exec`. */
export function textsOfRow(program: Program, file: string, row: readonly Node[]) {
  return list(row, { program, file, seen: [] });
}

function texts(node: Node, trail: Trail): readonly string[] {
  const key = keyOf({ file: trail.file, node });
  if (trail.seen.length > deepest || trail.seen.includes(key)) return unknown;
  const next = { ...trail, seen: [...trail.seen, key] };
  const text = stringValue(node);
  if (text !== undefined) return [text];
  const side = (name: string): readonly string[] => part(field(node, name), next);
  switch (node.type) {
    case "string":
    case "concatenated_string":
      return template(node, next);
    case "list":
    case "tuple":
      return list(node.namedChildren, next);
    case "parenthesized_expression":
    case "await":
      return part(node.namedChildren.find(isCode), next);
    case "named_expression":
      return side("value");
    case "conditional_expression": {
      const [yes, , no] = node.namedChildren.filter(isCode);
      return union(part(yes, next), part(no, next));
    }
    case "boolean_operator":
      return isEnvironment(field(node, "left"))
        ? side("right")
        : union(side("left"), side("right"));
    case "binary_operator":
      return operation(node, next);
    case "identifier":
      return named(node, next);
    case "call":
      return called(node, next);
    default:
      return valued(node, next);
  }
}

function part(node: Node | undefined, trail: Trail): readonly string[] {
  return node ? texts(node, trail) : unknown;
}

function isCode({ type }: Node): boolean {
  return type !== "comment";
}

function isEnvironment(node: Node | undefined): boolean {
  return /^os\.(environ|getenv)\b/.test(node?.text ?? "");
}

const several = /(arg|param|flag|option|opts|command|cmd|rest|extra|profile)/i;

/** An f-string, part by part: behind an option, or glued to something, a part is one word. */
function template(node: Node, trail: Trail): readonly string[] {
  const strings = node.type === "string" ? [node] : node.namedChildren;
  const parts = strings.flatMap((one) => one.namedChildren);
  let before = "";
  const pieces = parts.flatMap((piece, index): (readonly string[])[] => {
    const isText = piece.type === "string_content";
    if (!isText && piece.type !== "interpolation") return [];
    const found = isText ? [piece.text] : part(field(piece, "expression"), trail);
    const next = parts[index + 1];
    const isOne = isWord(before, next?.type === "string_content" ? next.text : "", piece.text);
    before += isText ? piece.text : unknownWord;
    return [isOne ? found.map((text) => (text === unknownWords ? unknownWord : text)) : found];
  });
  return joined(pieces, "");
}

function isWord(before: string, after: string, name: string): boolean {
  return (
    /^[^\s;|&]/.test(after) ||
    /[^\s]$|\s--?[\w-]+\s+$/.test(before) ||
    (/^\s*\S+\s+\S/.test(before) && !several.test(name))
  );
}

function list(items: readonly Node[], trail: Trail): readonly string[] {
  const parts = items
    .filter(isCode)
    .map((item) =>
      item.type === "list_splat"
        ? part(item.namedChildren[0], trail)
        : texts(item, trail).map((text) => text.replaceAll(unknownWords, unknownWord)),
    );
  return joined(parts, argumentEnd);
}

/** `a + b` of texts or lists, `text % values`. */
function operation(node: Node, trail: Trail): readonly string[] {
  const [left, right] = [field(node, "left"), field(node, "right")];
  if (field(node, "operator")?.text === "%") {
    return part(left, trail).map((text) => text.replaceAll(/%[sdr]/g, unknownWord));
  }
  const isList = [left, right].some((one) => one && /^(list|tuple)$/.test(one.type));
  const sides = [part(left, trail), part(right, trail)];
  return joined(
    sides,
    isList || sides.flat().some((text) => text.includes(argumentEnd)) ? argumentEnd : "",
  );
}

/** A name: all that is assigned to it in its scope, and all that is put into it there. */
function named(node: Node, trail: Trail): readonly string[] {
  const { program, file } = trail;
  for (let scope = ancestor(node, scopes); scope; scope = ancestor(scope, scopes)) {
    const bindings = program.scope({ file, node: scope }).bindings.get(node.text);
    if (!bindings) continue;
    const made = bindings.map((binding) =>
      binding.kind === "parameter" ? given(binding.node, scope, trail) : boundTo(binding, trail),
    );
    if (made.some((one) => one === undefined))
      return withAdded(valued(node, trail), scope, node, trail);
    return withAdded(union(...made.map((one) => one ?? [])), scope, node, trail);
  }
  return valued(node, trail);
}

/** A parameter's default and what the server's own calls pass; unknown where there are no such calls. */
function given(parameter: Node, owner: Node, trail: Trail): readonly string[] | undefined {
  const value = field(parameter, "value");
  const start = value && value.type !== "none" ? texts(value, trail) : [];
  const passed = passedTo(trail.program, { file: trail.file, node: owner }, parameter);
  if (!passed) return undefined;
  const all = passed.map((at) => (at ? texts(at.node, { ...trail, file: at.file }) : unknown));
  return start.length + all.length === 0 ? undefined : union(start, ...all);
}

/** What the server's own function returns. */
function returned(call: Node, trail: Trail): readonly string[] {
  const results = returnedBy(trail.program, { file: trail.file, node: call });
  if (results.length === 0) return valued(call, trail);
  return union(...results.map((at) => texts(at.node, { ...trail, file: at.file })));
}

/** What a binding gives a name; nothing for `+=`, which is looked at with what is added. */
function boundTo(binding: Binding, trail: Trail): readonly string[] | undefined {
  if (binding.kind === "extend") return [];
  if (binding.kind === "loop") return binding.path.length > 0 ? undefined : element(binding, trail);
  if (binding.kind !== "assign" || binding.path.length > 0) return undefined;
  return texts(binding.value, trail);
}

/** One of what a loop goes over. */
function element({ loop }: { readonly loop: Node }, trail: Trail): readonly string[] {
  const all = part(field(loop, "right"), trail);
  return union(...all.map((text) => text.split(argumentEnd)));
}

/** Whether and in which order things are added is not followed: every one of them may be. */
function withAdded(start: readonly string[], scope: Node, { text }: Node, trail: Trail) {
  const values = addedTo(trail.program, { file: trail.file, node: scope }, text);
  if (values.length === 0) return start;
  return joined([start, ...values.map((value) => texts(value, trail))], argumentEnd);
}

/** The way to a program, methods of texts and lists, functions of the server's own. */
function called(call: Node, trail: Trail): readonly string[] {
  const callee = field(call, "function");
  const path = callee?.text ?? "";
  const [first, second] = argumentsOf(call).positional;
  const receiver = callee && field(callee, "object");
  const method = (callee && field(callee, "attribute")?.text) ?? "";
  if (/^(shutil\.)?which$|^(str|list|tuple|shlex\.quote)$/.test(path)) return part(first, trail);
  if (/^(os\.getenv|os\.environ\.get)$/.test(path)) return part(second, trail);
  if (/^os\.path\.(join|expanduser|abspath)$/.test(path)) {
    return part(argumentsOf(call).positional.at(-1), trail).map((text) => `${unknownWord}/${text}`);
  }
  if (path === "shlex.split") return split(part(first, trail));
  if (path === "shlex.join" || (method === "join" && receiver?.type === "string")) {
    return part(first, trail).map((text) => text.replaceAll(argumentEnd, " "));
  }
  if (!receiver) return returned(call, trail);
  if (method === "split") return split(texts(receiver, trail));
  if (method === "format") {
    return texts(receiver, trail).map((text) => text.replaceAll(/\{[^}]*\}/g, unknownWord));
  }
  return /^(strip|copy|lower|as_posix)$/.test(method)
    ? texts(receiver, trail)
    : valued(call, trail);
}

function split(all: readonly string[]): readonly string[] {
  return all.map((text) => text.trim().replaceAll(/\s+/g, argumentEnd));
}

/** Whatever else: what it evaluates to, on every way to it. */
function valued(node: Node, { program, file }: Trail): readonly string[] {
  const values = solve(program, { file, node }, emptyEnv).flatMap((one) => one.values);
  return values.length === 0 ? unknown : union(...values.slice(0, most).map(textsIn));
}

function textsIn(value: Value): readonly string[] {
  if (value.kind === "string") return [value.value];
  if (value.kind === "none") return [];
  if (value.kind === "outside" && value.path === "sys.executable") return ["python3"];
  if (value.kind !== "list") return unknown;
  const items = value.items.map((alternatives) =>
    union(...alternatives.map(textsIn)).map((text) => text.replaceAll(unknownWords, unknownWord)),
  );
  return joined(items, argumentEnd);
}
