/** The `moduleNameMapper` objects of a server's jest configurations, read by their syntax. */

import { join } from "node:path";
import { findNodeAtLocation, getNodeValue, type Node, parseTree } from "jsonc-parser";
import type { FileStore } from "../../../disk/files.js";
import { topOf } from "../../../rules/finding.js";
import type { Edit, Place, Server } from "../../../types.js";
import { styleOf } from "../imports/style.js";
import { layoutOf, manifestOf } from "../project/layout.js";
import { ts } from "../source/compiler.js";
import { intoLiteral } from "../source/insert.js";
import { bare, literalText, nameOf, walk } from "../source/nodes.js";
import { parse, placeOf } from "../source/parse.js";
import { lookup } from "../source/scope.js";
import type { MapperRule } from "./jest-rules.js";
import { appendEntry } from "./json-insert.js";

/** A mapper whose rules are known as far as they are written out. */
export interface Mapper {
  readonly place: Place;
  readonly rules: readonly MapperRule[];
  /** The insertions that make a rule its last one. */
  append(rule: readonly [pattern: string, target: string]): Edit[];
}

export interface JestConfig {
  /** Where it is, or where its mapper is that cannot be followed. */
  readonly place: Place;
  /** It names a resolver of its own, which then finds the sources. */
  readonly hasResolver: boolean;
  /** Undefined for one that is not an object written out in the file. */
  readonly mappers: readonly (Mapper | undefined)[];
}

/** Every jest configuration that the server's folder holds or that its scripts name. */
export function jestConfigs(server: Server, files: FileStore): JestConfig[] {
  return [...configFiles(server, files)].flatMap((file) => {
    const text = files.read(file)?.text;
    if (text === undefined) return [];
    return file.endsWith(".json") ? inJson(server, file, text) : [inSource(server, files, file)];
  });
}

function configFiles(server: Server, files: FileStore): Set<string> {
  const endings = ["js", "cjs", "mjs", "ts", "cts", "mts", "json"];
  const usual = endings.map((ending) => join(server.root, `jest.config.${ending}`));
  const scripts = Object.values(manifestOf(server, files).scripts ?? {}).join("\n");
  const named = [...scripts.matchAll(/\bjest\b.*?\s(?:--config|-c)[ =]["']?([^\s"'{]+)/g)];
  const paths = [...usual, ...named.map(([, path]) => join(server.root, path ?? ""))];
  const manifest = server.manifest ? [server.manifest] : [];
  return new Set([...paths.filter((path) => files.isFile(path)), ...manifest]);
}

function inSource(server: Server, files: FileStore, file: string): JestConfig {
  const source = parse(file, files.read(file)?.text ?? "");
  const { quote } = styleOf(source, layoutOf(server, files));
  const mappers: (Mapper | undefined)[] = [];
  let hasResolver = false;
  let place: Place = topOf(file);
  walk(source, (node) => {
    if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return;
    const name = nameOf(node.name);
    if (name === "resolver") hasResolver = true;
    if (name !== "moduleNameMapper") return;
    place = placeOf(node);
    const literal = literalOf(ts.isPropertyAssignment(node) ? node.initializer : node.name);
    mappers.push(literal && mapperOf(literal, quote));
  });
  return { place, hasResolver, mappers };
}

/** The object literal that an expression is, or that the constant of this name is. */
function literalOf(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const node = bare(expression);
  if (ts.isObjectLiteralExpression(node)) return node;
  const declared = ts.isIdentifier(node) ? lookup(node, node.text, "value") : undefined;
  if (!declared || !ts.isVariableDeclaration(declared) || !declared.initializer) return undefined;
  const value = bare(declared.initializer);
  return ts.isObjectLiteralExpression(value) ? value : undefined;
}

function mapperOf(literal: ts.ObjectLiteralExpression, quote: string): Mapper {
  const keys = literal.properties.flatMap(({ name }) =>
    name && ts.isStringLiteral(name) ? [name.getText()[0] ?? quote] : [],
  );
  const written = (text: string): string => {
    const own = keys.at(-1) ?? quote;
    return `${own}${text.replaceAll("\\", "\\\\")}${own}`;
  };
  return {
    place: placeOf(literal),
    rules: literal.properties.flatMap((property) => ruleOf(property) ?? []),
    append: ([pattern, target]) => intoLiteral(literal, `${written(pattern)}: ${written(target)}`),
  };
}

function ruleOf(property: ts.ObjectLiteralElementLike): MapperRule | undefined {
  const pattern = nameOf(property.name);
  if (pattern === undefined) return undefined;
  const value = ts.isPropertyAssignment(property) ? bare(property.initializer) : undefined;
  const targets = value && ts.isArrayLiteralExpression(value) ? [...value.elements] : [value];
  return { pattern, targets: targets.flatMap((target) => literalText(target) ?? []) };
}

/** `jest.config.json`, or what package.json has under "jest". */
function inJson(server: Server, file: string, text: string): JestConfig[] {
  const path = file === server.manifest ? ["jest"] : [];
  const root = parseTree(text);
  const config = root && findNodeAtLocation(root, path);
  if (config?.type !== "object") return [];
  const mapper = findNodeAtLocation(config, ["moduleNameMapper"]);
  const place = jsonPlace(file, text, mapper ?? config);
  return [
    {
      place,
      hasResolver: findNodeAtLocation(config, ["resolver"]) !== undefined,
      mappers: mapper ? [jsonMapper(file, text, mapper, place)] : [],
    },
  ];
}

function jsonMapper(file: string, text: string, node: Node, place: Place): Mapper | undefined {
  if (node.type !== "object") return undefined;
  const rules = Object.entries(getNodeValue(node) as Record<string, unknown>);
  return {
    place,
    rules: rules.map(([pattern, value]) => ({ pattern, targets: [value].flat().map(String) })),
    append: (rule) => [appendEntry(file, text, node, rule)],
  };
}

function jsonPlace(file: string, text: string, { offset }: Node): Place {
  const before = text.slice(0, offset).split("\n");
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
