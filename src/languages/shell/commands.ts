/** The commands of a shell's text, wherever in it they stand, by the grammar of bash. */

import type { Node } from "web-tree-sitter";
import { parseShell } from "./grammar.js";
import { slice, sourceOf } from "./source.js";
import { splitAtSpace, type Text, unknownWord, wholeText } from "./text.js";
import { argumentWords, type Reading, wordOf } from "./word.js";

/** A variable that is set for a command. */
export interface Assignment {
  /** Undefined where the source does not tell. */
  readonly name: string | undefined;
  readonly value: Text;
}

/** A command: a program and its arguments, as words. */
export interface Command {
  readonly words: readonly Text[];
  /** What is set in front of it, or earlier in the same text. */
  readonly environment: readonly Assignment[];
  /** What it reads, where that is written down: a heredoc or a herestring. */
  readonly input?: Text;
}

/** Longer texts are programs of their own, which are not looked into. */
const longest = 20_000;
const unknownCommand: Command = { words: [unknownWord], environment: [] };

/**
 * Every command in a text: of pipelines, lists, loops and functions, and those in substitutions. What can't be
 * parsed counts as one more command, of which nothing is known. The grammar must have been loaded.
 */
export function commandsIn(text: Text): readonly Command[] {
  const source = sourceOf(text);
  if (source.text.length > longest) return [unknownCommand];
  return parseShell(source.text, (root) => {
    const environment = root
      .descendantsOfType("variable_assignment")
      .filter(({ parent }) => parent?.type !== "command")
      .map((node) => assignment(node, { source, variables: new Map() }));
    const reading = { source, variables: variablesOf(environment) };
    const functions = new Set(
      root
        .descendantsOfType("function_definition")
        .map((node) => node.childForFieldName("name")?.text),
    );
    const commands = root
      .descendantsOfType("command")
      .filter((node) => !functions.has(node.childForFieldName("name")?.text))
      .map((node) => command(node, environment, reading));
    return root.hasError ? [...commands, unknownCommand] : commands;
  });
}

/** The words of one command, quotes taken off; parted by white space where a text is more than that or less. */
export function shellWords(text: Text): readonly Text[] {
  const [only, more] = commandsIn(text);
  return only && !more && only.environment.length === 0 ? only.words : splitAtSpace(text);
}

/** Variables that a text sets once, so that it is known what they hold. */
function variablesOf(assignments: readonly Assignment[]): ReadonlyMap<string, Text> {
  const names = assignments.map(({ name }) => name);
  return new Map(
    assignments.flatMap(({ name, value }): [string, Text][] =>
      name !== undefined && names.indexOf(name) === names.lastIndexOf(name) ? [[name, value]] : [],
    ),
  );
}

function command(node: Node, before: readonly Assignment[], reading: Reading): Command {
  const children = node.namedChildren;
  const own = children.filter(({ type }) => type === "variable_assignment");
  const words = children.filter(
    ({ type }) => type !== "variable_assignment" && !/redirect$/.test(type),
  );
  const input = inputOf(node, reading);
  return {
    words: words.flatMap((word) => argumentWords(word, reading)),
    environment: [...before, ...own.map((each) => assignment(each, reading))],
    ...(input && { input }),
  };
}

function assignment(node: Node, reading: Reading): Assignment {
  const [name, value] = node.namedChildren;
  return {
    name: name && wholeText(slice(reading.source, name.startIndex, name.endIndex)),
    value: value ? wordOf(value, reading) : [],
  };
}

/** The text behind `<<<`, or of a heredoc; the latter belongs to a statement that holds the command. */
function inputOf(node: Node, reading: Reading): Text | undefined {
  const around = node.parent?.type === "redirected_statement" ? node.parent.namedChildren : [];
  const redirects = [...node.namedChildren, ...around];
  const string = redirects.find(({ type }) => type === "herestring_redirect")?.namedChildren[0];
  if (string) return wordOf(string, reading);
  const body = redirects
    .find(({ type }) => type === "heredoc_redirect")
    ?.namedChildren.find(({ type }) => type === "heredoc_body");
  return body && slice(reading.source, body.startIndex, body.endIndex);
}
