/** The texts of a call: a path, a text or list made of others, a function of the server's own. */

import type { Node } from "web-tree-sitter";
import {
  type Alternatives,
  concatenated,
  joinedBy,
  mapTexts,
  oneWordOfAnything,
  only,
  union,
  wordsOf,
} from "../../../shell/alternatives.js";
import { known, mapKnown, type Text, unknownWord } from "../../../shell/text.js";
import { field } from "../../source/nodes.js";
import { argumentsOf } from "../values.js";
import { type LookupContext, part } from "./lookup-context.js";
import { returnedBy } from "./passed.js";
import { valued } from "./values.js";

/** The way to a program, methods of texts and lists, functions of the server's own. */
export function called(call: Node, context: LookupContext): Alternatives {
  const callee = field(call, "function");
  const { positional } = argumentsOf(call);
  const [first, second] = positional;
  const path = callee?.text ?? "";
  if (/^(shutil\.)?which$|^(str|list|tuple|shlex\.quote)$/.test(path)) return part(first, context);
  if (/^(os\.getenv|os\.environ\.get)$/.test(path)) return part(second, context);
  if (/^os\.path\.(join|expanduser|abspath)$/.test(path)) {
    return concatenated([oneWordOfAnything, only("/"), part(positional.at(-1), context)]);
  }
  if (path === "shlex.split") return wordsOf(part(first, context), "shell");
  if (path === "shlex.join") return joinedBy(part(first, context), " ");
  const receiver = callee && field(callee, "object");
  return receiver ? ofMethod(call, receiver, context) : returned(call, context);
}

/** `" ".join(words)`, `command.split()`. */
function ofMethod(call: Node, receiver: Node, context: LookupContext): Alternatives {
  const callee = field(call, "function");
  const name = (callee && field(callee, "attribute")?.text) ?? "";
  const own = (): Alternatives => context.texts(receiver, context);
  if (name === "join" && receiver.type === "string") {
    return joinedBy(part(argumentsOf(call).positional[0], context), " ");
  }
  if (name === "split") return wordsOf(own());
  if (name === "format") return mapTexts(own(), (text) => filled(text, /\{[^}]*\}/g));
  return /^(strip|copy|lower|as_posix)$/.test(name) ? own() : valued(call, context);
}

/** A text with a word in each place that a pattern names. */
export function filled(text: Text, places: RegExp): Text {
  return mapKnown(text, (piece) =>
    piece
      .split(places)
      .flatMap((between, index) => (index === 0 ? known(between) : [...unknownWord, between])),
  );
}

/** What the server's own function returns. */
function returned(call: Node, context: LookupContext): Alternatives {
  const results = returnedBy(context.program, { file: context.file, node: call });
  if (results.length === 0) return valued(call, context);
  return union(...results.map((at) => context.texts(at.node, { ...context, file: at.file })));
}
