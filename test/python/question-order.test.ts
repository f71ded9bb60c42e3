/** What an expression can stand for does not depend on what was asked before. */

import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Node } from "web-tree-sitter";
import { createFileStore } from "../../src/disk/files.js";
import { createProgram } from "../../src/languages/python/evaluate/create-program.js";
import { solve } from "../../src/languages/python/evaluate/paths.js";
import type { Program } from "../../src/languages/python/evaluate/program.js";
import { emptyEnv, type Value } from "../../src/languages/python/evaluate/values.js";
import { type At, keyOf } from "../../src/languages/python/source/nodes.js";
import { loadParser, openProject } from "../../src/languages/python/source/parse.js";
import { runs } from "../support/properties.js";

beforeAll(loadParser);

const modules = ["one", "two"];

/** A name of either module, a function, or one that a function's parameter has. */
const name = fc.constantFrom("a", "b", "c", "d", "f", "g", "h");
const variable = fc.constantFrom("a", "b", "c", "d");
const callable = fc.constantFrom("f", "g", "h");

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom('"x"', '"y"', "None", "[]", "{}"),
    name,
    fc.tuple(callable, tie("expression")).map(([f, given]) => `${f}(${given})`),
    fc.tuple(tie("expression"), tie("expression")).map(([x, y]) => `[${x}, ${y}]`),
    fc.tuple(tie("expression"), tie("expression")).map(([x, y]) => `(${x} or ${y})`),
    fc.tuple(tie("expression"), tie("expression")).map(([x, y]) => `(${x} + ${y})`),
    fc.tuple(variable, tie("expression")).map(([x, y]) => `{"k": ${x}}.get(${y}, ${x})`),
    variable.map((x) => `${x}[0]`),
    fc.tuple(variable, tie("expression")).map(([x, y]) => `[${y} for ${x} in ${x}]`),
  ),
}));

const statement = fc.oneof(
  fc.tuple(variable, expression).map(([x, value]) => `${x} = ${value}`),
  fc.tuple(variable, expression).map(([x, value]) => `${x}.append(${value})`),
  fc.tuple(variable, expression).map(([x, value]) => `${x}["k"] = ${value}`),
  fc.tuple(variable, variable, expression).map(([x, y, z]) => `for ${x} in ${y}:\n    ${z}`),
);

const definition = fc
  .tuple(callable, variable, fc.array(statement, { maxLength: 2 }), expression)
  .map(([f, given, body, result]) => {
    const lines = [...body, `return ${result}`].join("\n").replaceAll(/^/gm, "    ");
    return `def ${f}(${given}):\n${lines}`;
  });

const source = fc.array(fc.oneof(statement, statement, definition), { minLength: 2, maxLength: 5 });

const texts = fc
  .tuple(source, source, variable, callable)
  .map(([one, two, x, f]) => [
    [`from two import ${x}, ${f}`, ...one].join("\n"),
    [...two, `from one import ${f}`].join("\n"),
  ]);

async function programOf(sources: readonly string[]): Promise<Program> {
  const root = "/order";
  const bytes = new Map(
    sources.map((text, at) => [`${root}/${modules[at]}.py`, Buffer.from(text)]),
  );
  const server = { language: "python", root, name: "order", files: [...bytes.keys()] } as const;
  return createProgram(await openProject(server, createFileStore().over(bytes)));
}

/** Everything that can be asked: each expression alone, and on every path to it. */
function questionsOf(program: Program): (() => unknown)[] {
  const places = program.sources.flatMap((file) => {
    const root = program.module(file)?.root;
    const found = root?.descendantsOfType(["identifier", "call", "list", "binary_operator"]) ?? [];
    return found.flatMap((node): At[] => (isExpression(node) ? [{ file, node }] : []));
  });
  return places.flatMap((at) => [
    () => program.evaluate(at, emptyEnv).map((value) => told(value)),
    () => solve(program, at, emptyEnv).map(({ values }) => values.map((value) => told(value))),
  ]);
}

function isExpression({ parent }: Node): boolean {
  return !/import|function_definition|parameters|keyword/.test(parent?.type ?? "");
}

/** What a value is, as far as `deep` lists and dictionaries down: what is put into itself has no end. */
function told(value: Value, deep = 3): unknown {
  const inner = (values: readonly Value[]) =>
    deep > 0 ? values.map((each) => told(each, deep - 1)) : values.length;
  switch (value.kind) {
    case "list":
      return value.items.map(inner);
    case "dict":
      return value.entries.map((entry) => [inner(entry.key), inner(entry.value)]);
    case "function":
    case "class":
      return keyOf(value);
    case "free":
      return [value.kind, value.name, keyOf(value.owner)];
    case "made":
      return [value.kind, value.path];
    case "instance":
      return [value.kind, keyOf(value.of)];
    default:
      return value;
  }
}

/**
 * The answers to all questions, each in its place, asked by the order of these numbers. None where the steps that
 * there are in all ran out: what is asked later is unknown then, and a finding says so.
 */
async function answersOf(sources: readonly string[], numberOf: () => number): Promise<string[]> {
  const program = await programOf(sources);
  const questions = questionsOf(program);
  const order = questions.map((ask, index) => ({ ask, index, by: numberOf() }));
  const answers: string[] = [];
  for (const { ask, index } of order.sort((a, b) => a.by - b.by)) {
    answers[index] = JSON.stringify(ask());
  }
  return program.isExhausted() ? [] : answers;
}

test("an answer does not depend on the questions before it", async () => {
  await fc.assert(
    fc.asyncProperty(texts, fc.infiniteStream(fc.nat()), async (sources, numbers) => {
      const first = await answersOf(sources, () => 0);
      const shuffled = await answersOf(sources, () => numbers.next().value);
      fc.pre(first.length > 0 && shuffled.length > 0);
      expect(shuffled).toEqual(first);
    }),
    { numRuns: runs(40) },
  );
});

/** What the property above has found. */
const found = {
  "a name of a module and of the function that it begins with": [
    'def f(a):\n    a = []\n    return "x"\na = ["x"]\na.append("y")',
  ],
  "a module that is one function": ["def f(a):\n    return f", "from one import f\nf(f)"],
};

test.each(Object.entries(found))("%s", async (_, sources) => {
  let number = 0;
  const first = await answersOf(sources, () => number++);
  expect(await answersOf(sources, () => number--)).toEqual(first);
});
