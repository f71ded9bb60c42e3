/** What an expression is found to be depends on the sources alone, and not on what was asked before. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { createFileStore } from "../../src/disk/files.js";
import { languages } from "../../src/languages/registry.js";
import { createEvaluator } from "../../src/languages/typescript/evaluate/evaluate.js";
import type { Evaluator } from "../../src/languages/typescript/evaluate/evaluator.js";
import { textsOf } from "../../src/languages/typescript/evaluate/texts.js";
import type { Value, Values } from "../../src/languages/typescript/evaluate/value.js";
import { ts } from "../../src/languages/typescript/source/compiler.js";
import { walk } from "../../src/languages/typescript/source/nodes.js";
import { openProject, type Project } from "../../src/languages/typescript/source/parse.js";
import { discover } from "../../src/run/discover.js";
import { fixturesIn } from "../support/fixtures.js";
import { runs } from "../support/properties.js";
import { memoryServer } from "../support/typescript-server.js";

/** Everything that can be asked of a server: each callee, argument, initial value, parameter. */
function questionsIn(project: Project): ts.Node[] {
  const questions = new Set<ts.Node>();
  for (const source of project.sourcesWith(/^/)) {
    walk(source, (node) => {
      if (ts.isParameter(node)) questions.add(node);
      if (ts.isVariableDeclaration(node) && node.initializer) questions.add(node.initializer);
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        for (const each of [node.expression, ...(node.arguments ?? [])]) questions.add(each);
      }
    });
  }
  return [...questions];
}

type Ask = (evaluator: Evaluator, node: ts.Node) => unknown;

function askValues(evaluator: Evaluator, node: ts.Node): unknown[] {
  const values = ts.isParameter(node)
    ? evaluator.argumentsFor(node)
    : evaluator.evaluate(node as ts.Expression);
  return told(values, 2);
}

/** The texts of an expression; a parameter is none. */
function askTexts(evaluator: Evaluator, node: ts.Node): unknown {
  return ts.isParameter(node) ? [] : textsOf(evaluator, node as ts.Expression);
}

/** Values as data, each once: what they are, where they were made, and what is in them. */
function told(values: Values, deep: number): unknown[] {
  const all = values.map((value) => JSON.stringify(toldOf(value, deep)));
  return [...new Set(all)].sort();
}

function toldOf(value: Value, deep: number) {
  return {
    kind: value.kind,
    at: `${value.node.getSourceFile().fileName}:${value.node.pos}`,
    ...(value.kind === "text" ? { text: value.text } : {}),
    ...(value.kind === "unknown" ? { reason: value.reason, external: value.external } : {}),
    ...(deep > 0 ? { items: itemsOf(value).map((item) => told(item(), deep - 1)) } : {}),
  };
}

function itemsOf(value: Value): readonly (() => Values)[] {
  if (value.kind === "list") return value.items;
  if (value.kind === "object") return [...value.properties.values()];
  return value.kind === "map" ? value.entries.map((entry) => entry.value) : [];
}

/** Asks in several orders, each of an evaluator of its own, and compares with each question asked alone. */
function expectSameInAnyOrder(
  project: Project,
  numRuns: number,
  asks: readonly Ask[],
  examples: number[][] = [],
): void {
  const questions = questionsIn(project).flatMap((node) => asks.map((ask) => ({ node, ask })));
  const alone = questions.map(({ node, ask }) => ask(createEvaluator(project), node));
  const numbers = questions.map((_, at) => at);
  const shuffled = fc.shuffledSubarray(numbers, { minLength: numbers.length });
  const property = fc.property(shuffled, (order) => {
    const evaluator = createEvaluator(project);
    for (const at of order) {
      const { node, ask } = questions[at] as (typeof questions)[number];
      expect(ask(evaluator, node), node.getText()).toEqual(alone[at]);
    }
  });
  fc.assert(property, { numRuns, examples: examples.map((order) => [order]) });
}

/** Variables, functions and classes that are made of each other, in circles too. */
const program = fc
  .array(fc.tuple(fc.nat(11), fc.array(fc.nat(5), { minLength: 1, maxLength: 3 })), {
    minLength: 6,
    maxLength: 6,
  })
  .map((things) => {
    const name = (at: number) => `v${at % things.length}`;
    const lines = things.map(([shape, [a = 0, b = a, c = b]], at) => {
      switch (shape) {
        case 0:
          return `if (process.env.A) ${name(at)} = ${name(a)};`;
        case 1:
          return `${name(at)} = \`\${${name(a)}}-${at}\`;`;
        case 2:
          return `${name(at)} = process.env.B ? ${name(a)} : ${name(b)};`;
        case 3:
          return `function f${at}(p: string): string { return p === "x" ? f${c % 6}(${name(a)}) : p; }\n${name(at)} = f${at}(${name(b)});`;
        case 4:
          return `class C${at} { x = ${name(a)}; y = new C${b % 6}(this.x).x; }\n${name(at)} = new C${at}().y;`;
        case 5:
          return `const o${at} = { k: ${name(a)}, l: () => ${name(b)} };\n${name(at)} = o${at}.l();`;
        case 6:
          return `${name(at)} = [${name(a)}, ${name(b)}].map((each) => each).find((each) => each === ${name(c)});`;
        case 7:
          return `const l${at} = [${name(a)}];\nl${at}.push(${name(b)});\nfor (const each of l${at}) { ${name(at)} = each; }`;
        case 8:
          return `${name(at)} += " " + ${name(a)};`;
        case 9:
          return `const w${at} = [${name(a)}, ...process.argv];\nw${at}.push(${name(b)});\n${name(at)} = w${at}.join(" ");`;
        case 10:
          return `const g${at} = (p: string) => \`\${p} \${process.env.C} \${${name(b)}}\`;\n${name(at)} = g${at}(g${(at + 1) % 6}(${name(a)}));`;
        default:
          return `${name(at)} = "text ${at}" + ${name(a)};`;
      }
    });
    return `${things.map((_, at) => `let v${at} = "start ${at}";`).join("\n")}\n${lines.join("\n")}\n`;
  });

test("programs whose values are made of each other", () => {
  fc.assert(
    fc.property(program, (text) => {
      const { server, files } = memoryServer({ "package.json": "{}", "src/index.ts": text });
      expectSameInAnyOrder(openProject(server, files), 3, [askValues, askTexts]);
    }),
    { numRuns: runs(30) },
  );
});

test("a parameter that is made of a template with itself", () => {
  const text = `let v0 = "start 0";
let v1 = "start 1";
let v2 = "start 2";
let v3 = "start 3";
let v4 = "start 4";
let v5 = "start 5";
function f0(p: string): string { return p === "x" ? f0(v4) : p; }
v0 = f0(v0);
if (process.env.A) v1 = v0;
if (process.env.A) v2 = v0;
if (process.env.A) v3 = v0;
if (process.env.A) v4 = v5;
const g5 = (p: string) => \`\${p} \${process.env.C} \${v4}\`;
v5 = g5(g0(v4));
`;
  const order = [
    31, 27, 7, 12, 8, 15, 28, 21, 13, 24, 14, 18, 1, 16, 29, 9, 33, 4, 5, 26, 23, 19, 25, 32, 22, 0,
    3, 10, 17, 6, 30, 2, 11, 20,
  ];
  const { server, files } = memoryServer({ "package.json": "{}", "src/index.ts": text });
  expectSameInAnyOrder(openProject(server, files), 20, [askValues, askTexts], [order]);
});

test.each(fixturesIn("typescript/forms").concat(fixturesIn("typescript/rules")))(
  "$name",
  ({ before }) => {
    const files = createFileStore();
    for (const server of discover([before], languages, files).servers) {
      expectSameInAnyOrder(openProject(server, files), runs(2), [askValues]);
    }
  },
);

test.each(fixturesIn("typescript/rules/subprocess-environment"))("texts of $name", ({ before }) => {
  const files = createFileStore();
  for (const server of discover([before], languages, files).servers) {
    expectSameInAnyOrder(openProject(server, files), runs(2), [askTexts, askValues]);
  }
});
