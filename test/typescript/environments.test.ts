/** An expression is worked out once for all paths that differ in nothing it uses. */

import { expect, test } from "vitest";
import { createEvaluator } from "../../src/languages/typescript/evaluate/evaluate.js";
import { emptyEnv } from "../../src/languages/typescript/evaluate/value.js";
import { ts } from "../../src/languages/typescript/source/compiler.js";
import { walk } from "../../src/languages/typescript/source/nodes.js";
import { openProject } from "../../src/languages/typescript/source/parse.js";
import { memoryServer } from "../support/typescript-server.js";

/** Every value of the arguments of `ask(…)`, on each path to it, each with the one that it is the same object as. */
function valuesOn(text: string, needed: string) {
  const { server, files } = memoryServer({ "package.json": "{}", "src/index.ts": text });
  const project = openProject(server, files);
  const evaluator = createEvaluator(project);
  const [source] = project.sourcesWith(/^/);
  const calls: ts.CallExpression[] = [];
  walk(source as ts.SourceFile, (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === "ask") calls.push(node);
  });
  const [asked, tells] = (calls[0] as ts.CallExpression).arguments as unknown as [
    ts.Expression,
    ts.Expression,
  ];
  expect(tells.getText()).toBe(needed);
  const environments = evaluator.environmentsOf(asked, emptyEnv, [asked, tells]);
  const values = environments.map((env) => evaluator.evaluate(asked, env));
  return { paths: environments.length, answers: new Set(values).size };
}

const callers = `function turn(name: string, other: string) { BODY }
turn("a", "x");
turn("b", "x");
turn("a", "y");
`;

test.each([
  ["what names nothing of the function", "ask({ a: [fixed] }, name);", 1],
  ["what names a constant in it", "const made = { a: fixed }; ask(made, name);", 1],
  ["what names one of its parameters", "ask({ a: name }, name);", 3],
  ["what names one by way of a constant", "const made = { a: name }; ask([made], name);", 3],
  [
    "what names one by way of a function",
    "const make = () => ({ a: name }); ask(make(), name);",
    3,
  ],
  ["what a variable is given later", "let made = {}; made = { a: name }; ask(made, name);", 3],
  ["what is put into a list", "const list = [{}]; list.push({ a: name }); ask(list, name);", 3],
])("%s", (_what, body, answers) => {
  const text = `const fixed = { b: 1 };\n${callers.replace("BODY", body)}`;
  expect(valuesOn(text, "name")).toEqual({ paths: 3, answers });
});

test("the same path gives the same environment again", () => {
  const { server, files } = memoryServer({
    "package.json": "{}",
    "src/index.ts": `for (const each of ["a", "b"]) {\n  use(each);\n}\nfunction use(name: string) { ask(name); }\n`,
  });
  const evaluator = createEvaluator(openProject(server, files));
  const [source] = evaluator.project.sourcesWith(/^/);
  let asked: ts.Expression | undefined;
  walk(source as ts.SourceFile, (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === "ask") [asked] = node.arguments;
  });
  const paths = () =>
    evaluator.environmentsOf(asked as ts.Expression, emptyEnv, [asked as ts.Expression]);
  const [first, second] = [paths(), paths()];
  expect(first).toHaveLength(2);
  expect(first.every((env, at) => env === second[at])).toBe(true);
});
