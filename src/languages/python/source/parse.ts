/** Python source to syntax trees: the parser is loaded once, trees are kept between the steps of a run. */

import type { Node, Parser, Tree } from "web-tree-sitter";
import type { FileStore } from "../../../disk/files.js";
import type { Problem, Server } from "../../../types.js";
import { loadGrammar } from "../../grammar.js";
import { createPragmas, type Pragmas } from "../../pragma.js";
import { comments } from "./pragma.js";

/** A parsed file. Its nodes are valid until `openProject` is called for another server. */
export interface Module {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  /** Why the file is not Python that we can read, with the line; undefined where it is. */
  readonly problem: Problem | undefined;
}

export interface Project {
  readonly server: Server;
  readonly files: FileStore;
  /** The parsed file, or undefined where there is none or it is binary. A file with a problem is a module too. */
  module(path: string): Module | undefined;
  /** The comments `retrofit-ignore` of its sources. */
  readonly pragmas: Pragmas;
  /** The files read so far that do not parse. */
  readonly problems: readonly Problem[];
}

/** Opens a server for reading. Nothing is parsed before it is asked for. */
export async function openProject(server: Server, files: FileStore): Promise<Project> {
  const parse = await pythonParser();
  holdFor(server.root);
  const problems = new Map<string, Problem>();
  const module = (path: string): Module | undefined => {
    const source = files.read(path);
    if (!source) return undefined;
    const found = parse(path, source.text);
    if (found.problem) problems.set(path, found.problem);
    return found;
  };
  return {
    server,
    files,
    module,
    pragmas: createPragmas(comments),
    get problems() {
      return [...problems.values()];
    },
  };
}

/**
 * Parses one text that need not be on disk. It takes the place of what was parsed of the file before,
 * whose nodes are not valid any more.
 */
export async function parseText(path: string, text: string): Promise<Module> {
  const parse = await pythonParser();
  return parse(path, text);
}

/** Loads the parser before anything is to be parsed. */
export async function loadParser(): Promise<void> {
  await pythonParser();
}

type Parse = (path: string, text: string) => Module;

/** A module with the tree that owns its nodes. */
interface Held extends Module {
  readonly tree: Tree;
}

/** What was parsed last of each file of one server. Trees take some fifteen times the memory of their text. */
const held = new Map<string, Held>();
let heldFor: string | undefined;
let loading: Promise<Parse> | undefined;

function pythonParser(): Promise<Parse> {
  loading ??= newParser();
  return loading;
}

async function newParser(): Promise<Parse> {
  const parser = await loadGrammar("python", "much");
  return (path, text) => parseHeld(parser, path, text);
}

/**
 * Parsing from the tree of an earlier version was tried: where every tool has its insertions it takes as
 * long as parsing afresh.
 */
function parseHeld(parser: Parser, path: string, text: string): Module {
  const known = held.get(path);
  if (known?.text === text) return known;
  const tree = parser.parse(text);
  if (!tree) throw new Error("the Python parser gave no tree");
  const root = tree.rootNode;
  const fresh: Held = { path, text, root, tree, problem: problemOf(path, root, text) };
  known?.tree.delete();
  held.set(path, fresh);
  return fresh;
}

function problemOf(path: string, root: Node, text: string): Problem | undefined {
  const at = root.hasError ? firstError(root) : statementOfPython2(root, text);
  return at && { file: path, line: at.startPosition.row + 1, message: "is not valid Python 3" };
}

/** `print "text"` and `exec "code"`, which the grammar still takes. */
function statementOfPython2(root: Node, text: string): Node | undefined {
  if (!text.includes("print ") && !text.includes("exec ")) return undefined;
  for (const match of text.matchAll(/^[ \t]*(print|exec)[ \t]+[^\s(=.,:)\]]/gm)) {
    const word = root.descendantForIndex(match.index + match[0].indexOf(match[1] ?? ""));
    const statement = word?.parent;
    if (statement?.type === "print_statement" || statement?.type === "exec_statement")
      return statement;
  }
  return undefined;
}

function firstError(node: Node): Node {
  if (node.isError || node.isMissing) return node;
  const inner = node.children.find((child) => child.hasError);
  return inner ? firstError(inner) : node;
}

/** Frees what was parsed for another server. */
function holdFor(root: string): void {
  if (heldFor === root) return;
  heldFor = root;
  for (const { tree } of held.values()) tree.delete();
  held.clear();
}
