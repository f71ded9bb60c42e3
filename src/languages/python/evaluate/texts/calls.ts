/** The texts of a call: a path, a text or list made of others, a function of the server's own. */

import type { Node } from "web-tree-sitter";
import { argumentEnd, unknownWord } from "../../../shell/command-line.js";
import { field } from "../../source/nodes.js";
import { argumentsOf } from "../values.js";
import { union } from "./alternatives.js";
import { part, type Trail } from "./lookup-context.js";
import { returnedBy } from "./passed.js";
import { valued } from "./values.js";

/** The way to a program, methods of texts and lists, functions of the server's own. */
export function called(call: Node, trail: Trail): readonly string[] {
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
  if (method === "split") return split(trail.texts(receiver, trail));
  if (method === "format") {
    return trail.texts(receiver, trail).map((text) => text.replaceAll(/\{[^}]*\}/g, unknownWord));
  }
  return /^(strip|copy|lower|as_posix)$/.test(method)
    ? trail.texts(receiver, trail)
    : valued(call, trail);
}

function split(all: readonly string[]): readonly string[] {
  return all.map((text) => text.trim().replaceAll(/\s+/g, argumentEnd));
}

/** What the server's own function returns. */
function returned(call: Node, trail: Trail): readonly string[] {
  const results = returnedBy(trail.program, { file: trail.file, node: call });
  if (results.length === 0) return valued(call, trail);
  return union(...results.map((at) => trail.texts(at.node, { ...trail, file: at.file })));
}
