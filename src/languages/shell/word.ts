/** The words of a shell's text, quotes taken off. */

import type { Node } from "web-tree-sitter";
import { type Source, slice } from "./source.js";
import {
  asOneWord,
  concat,
  mayBeSeveral,
  splitAtSpace,
  type Text,
  unknownWord,
  unknownWords,
  wholeText,
} from "./text.js";

/** What words are read from: the text, and the variables that it sets once. */
export interface Reading {
  readonly source: Source;
  readonly variables: ReadonlyMap<string, Text>;
}

/** What an argument comes to: several words where an expansion without quotes is known to be several. */
export function argumentWords(node: Node, reading: Reading): Text[] {
  const text = wordOf(node, reading);
  const only = node.type === "command_name" ? node.namedChildren[0] : node;
  return only && isExpansion(only) ? splitAtSpace(text) : [text];
}

/** What a node comes to as one word. */
export function wordOf(node: Node, reading: Reading): Text {
  const text = piecesOf(node, reading);
  return text.length > 1 ? asOneWord(text) : text;
}

function piecesOf(node: Node, reading: Reading): Text {
  const { source } = reading;
  const { startIndex, endIndex } = node;
  switch (node.type) {
    case "raw_string":
      return asOneWord(slice(source, startIndex + 1, endIndex - 1));
    case "ansi_c_string":
      return asOneWord(slice(source, startIndex + 2, endIndex - 1, readEscapes));
    case "string":
      return quoted(node, reading);
    case "simple_expansion":
    case "expansion":
      return expanded(node, reading);
    case "command_substitution":
      return locatedProgram(node, reading) ?? unknownWords;
    case "process_substitution":
    case "arithmetic_expansion":
      return unknownWord;
    case "concatenation":
    case "command_name":
    case "translated_string":
      return around(node, reading, startIndex, endIndex, (raw) => raw.replace(/^\$$/, ""));
    default:
      return slice(source, startIndex, endIndex, (raw) =>
        raw.replaceAll(/\\\n/g, "").replaceAll(/\\(.)/g, "$1"),
      );
  }
}

/** Between double quotes all is one word, but for `"$@"`. */
function quoted(node: Node, reading: Reading): Text {
  if (node.text === '"$@"') return unknownWords;
  const read = (raw: string): string => raw.replaceAll(/\\([$`"\\])|\\\n/g, "$1");
  return asOneWord(around(node, reading, node.startIndex + 1, node.endIndex - 1, read));
}

function isExpansion({ type }: Node): boolean {
  return /^(simple_expansion|expansion|command_substitution)$/.test(type);
}

/** The parts of a node, and the text between them, which the grammar does not always name. */
function around(
  node: Node,
  reading: Reading,
  start: number,
  end: number,
  read: (raw: string) => string,
): Text {
  const parts = node.namedChildren.filter(({ type }) => type !== "string_content");
  let from = start;
  const texts = parts.flatMap((part) => {
    const before = slice(reading.source, from, part.startIndex, read);
    from = part.endIndex;
    return [before, wordOf(part, reading)];
  });
  return concat(...texts, slice(reading.source, from, end, read));
}

/** A variable that the text sets, or the default of one: `${AWS_CLI:-aws}`. */
function expanded(node: Node, reading: Reading): Text {
  const [variable, word] = node.namedChildren;
  const name = variable && wholeText(slice(reading.source, variable.startIndex, variable.endIndex));
  if (name === undefined) return unknownWords;
  const set = reading.variables.get(name);
  if (set) return set;
  const isDefault = word && /^\$\{\w+:?[-=].{0,200}$/s.test(node.text);
  if (isDefault) return wordOf(word, reading);
  return mayBeSeveral(name) ? unknownWords : unknownWord;
}

/** `$(which aws)`: the path of a program is as good as its name. */
function locatedProgram(node: Node, reading: Reading): Text | undefined {
  const [command, more] = node.namedChildren;
  if (more || command?.type !== "command") return undefined;
  const words = command.namedChildren;
  const isLocating = /^(which|command -v|type -p)\s/.test(command.text);
  const last = words.at(-1);
  return isLocating && last ? wordOf(last, reading) : undefined;
}

const letters: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", e: "\x1b" };

function readEscapes(raw: string): string {
  return raw.replaceAll(/\\(.)/gs, (_all, letter: string) => letters[letter] ?? letter);
}
