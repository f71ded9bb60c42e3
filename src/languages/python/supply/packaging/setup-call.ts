/** setup.py: what its call of `setup` says of packages, as far as it is written out. */

import { join } from "node:path";
import type { Node } from "web-tree-sitter";
import { field, stringValue } from "../../source/nodes.js";
import { parseText } from "../../source/parse.js";
import { eolAt, isFirstOnLine, newIndentAt } from "../../source/text.js";
import { intoList, quoted } from "../toml-insert.js";
import type { Find, Listing, Lists } from "./listing.js";
import type { Described } from "./project.js";

/** What setup.py lists; undefined where there is no setup.py that calls `setup` once. */
export async function callListing({ root, files }: Described): Promise<Listing | undefined> {
  const file = join(root, "setup.py");
  const text = files.isFile(file) ? files.read(file)?.text : undefined;
  if (!text?.includes("setup")) return undefined;
  const module = await parseText(file, text);
  const calls = module.problem
    ? []
    : callsOf(module.root, /^(?:setuptools\.|distutils\.core\.)?setup$/);
  const [call, more] = calls;
  const list = call && !more ? field(call, "arguments") : undefined;
  if (!list) return undefined;
  const named = argumentsIn(list);
  const isOpen = list.namedChildren.some(({ type }) => type === "dictionary_splat");
  const packages = named.get("packages");
  const folders = dictionaryOf(named.get("package_dir"));
  return {
    where: "setup.py",
    packages: packagesOf(packages, isOpen || !folders),
    hasModules: named.has("py_modules"),
    mentions: (name) =>
      module.root.descendantsOfType("string").some((at) => stringValue(at) === name),
    calls: packages?.type === "call" || /find_|glob|walk|listdir|iterdir/.test(text),
    folders: folders ?? {},
    extend: (names) => {
      const target = packages?.type === "call" ? includeOf(packages) : packages;
      return target?.type === "list" ? { file, ...inList(text, target, names) } : undefined;
    },
    add: (lists) => ({ file, ...asArguments(text, list, lists) }),
  };
}

function callsOf(root: Node, name: RegExp): Node[] {
  return root
    .descendantsOfType("call")
    .filter((call) => name.test(field(call, "function")?.text ?? ""));
}

function argumentsIn(list: Node): Map<string, Node> {
  const pairs = list.namedChildren.flatMap((node): [string, Node][] => {
    const [name, value] = [field(node, "name"), field(node, "value")];
    return node.type === "keyword_argument" && name && value ? [[name.text, value]] : [];
  });
  return new Map(pairs);
}

function packagesOf(node: Node | undefined, isOpen: boolean): Listing["packages"] {
  if (!node) return isOpen ? "not read" : undefined;
  if (node.type === "list") return stringsIn(node) ?? "not read";
  return node.type === "call" ? findIn(node) : "not read";
}

/** find_packages and find_namespace_packages with arguments that are written out: where, exclude, include. */
function findIn(call: Node): Find | "not read" {
  const name = field(call, "function")?.text.replace(/^setuptools\./, "");
  const list = field(call, "arguments");
  if (!list || !/^(?:PEP420PackageFinder\.find|find_(?:namespace_)?packages)$/.test(name ?? "")) {
    return "not read";
  }
  const given = argumentsIn(list);
  const positional = list.namedChildren.filter(
    ({ type }) => type !== "keyword_argument" && type !== "comment",
  );
  const [where, exclude] = [
    given.get("where") ?? positional[0],
    given.get("exclude") ?? positional[1],
  ];
  const include = includeOf(call);
  const folder = where ? stringValue(where) : ".";
  const [out, within] = [exclude ? stringsIn(exclude) : [], include ? stringsIn(include) : ["*"]];
  if (folder === undefined || !out || !within) return "not read";
  return { where: [folder], include: within, exclude: out, isRegular: name === "find_packages" };
}

function includeOf(call: Node): Node | undefined {
  const list = field(call, "arguments");
  if (!list) return undefined;
  const positional = list.namedChildren.filter(
    ({ type }) => type !== "keyword_argument" && type !== "comment",
  );
  return argumentsIn(list).get("include") ?? positional[2];
}

/** The strings of a literal list or tuple; undefined where something else is in it. */
function stringsIn(node: Node): string[] | undefined {
  if (!/^(?:list|tuple)$/.test(node.type)) return undefined;
  const items = itemsOf(node);
  const strings = items.flatMap((item) => stringValue(item) ?? []);
  return strings.length === items.length ? strings : undefined;
}

function itemsOf(node: Node): Node[] {
  return node.namedChildren.filter(({ type }) => type !== "comment");
}

/** A literal dictionary of strings; an empty one for nothing, undefined for anything else. */
function dictionaryOf(node: Node | undefined): Record<string, string> | undefined {
  if (!node) return {};
  const pairs = node.type === "dictionary" ? itemsOf(node) : [];
  const entries = pairs.map((pair) =>
    [field(pair, "key"), field(pair, "value")].map((side) => side && stringValue(side)),
  );
  const isPlain = node.type === "dictionary" && entries.flat().every((side) => side !== undefined);
  return isPlain ? Object.fromEntries(entries) : undefined;
}

function inList(text: string, list: Node, names: readonly string[]) {
  const range = [list.startIndex, list.endIndex] as const;
  const elements = itemsOf(list).map(({ startIndex, endIndex }) => [startIndex, endIndex] as const);
  return intoList(
    text,
    range,
    elements,
    names.map((name) => quoted(text, range, name)),
  );
}

function asArguments(text: string, list: Node, { modules, packages }: Lists) {
  const pairs = Object.entries({ py_modules: modules, packages }).filter(
    ([, names]) => names?.length,
  );
  const range = [list.startIndex, list.endIndex] as const;
  const written = pairs.map(
    ([key, names]) => `${key}=[${names?.map((name) => quoted(text, range, name)).join(", ")}]`,
  );
  const last = itemsOf(list).at(-1);
  if (!last) return { offset: list.startIndex + 1, text: written.join(", ") };
  const isOwnLine = isFirstOnLine(text, last.startIndex);
  const gap = isOwnLine ? eolAt(text, last.startIndex) + newIndentAt(text, last.startIndex) : " ";
  return { offset: last.endIndex, text: written.map((one) => `,${gap}${one}`).join("") };
}
