/** The ways to an expression multiply: functions that call each other in every order. */

import { expect, test } from "vitest";
import { createEvaluator } from "../../src/languages/typescript/evaluate/evaluate.js";
import { ts } from "../../src/languages/typescript/source/compiler.js";
import { walk } from "../../src/languages/typescript/source/nodes.js";
import { openProject } from "../../src/languages/typescript/source/parse.js";
import { scanOf } from "../support/scan.js";
import { memoryServer } from "../support/typescript-server.js";

const manifest = JSON.stringify({ dependencies: { "@modelcontextprotocol/sdk": "^1.20.0" } });

async function toolsOf(source: string) {
  return (await scanOf({ "package.json": manifest, "src/index.ts": source })).tools;
}

const register =
  '  server.registerTool(name, { description: "A tool" }, async () => ({ content: [] }));\n';

/** Functions that hand their argument on; the first registers a tool of that name. */
function handingOn(size: number, calls: (own: number) => readonly number[]): string {
  const bodies = Array.from({ length: size }, (_, own) => [
    ...(own === 0 ? [register] : []),
    ...calls(own).map((other) => `  step${other}(name);\n`),
  ]);
  return bodies
    .map((body, own) => `function step${own}(name: string) {\n${body.join("")}}\n`)
    .join("\n");
}

/** Each calls each of the others. */
const web = (size: number): string =>
  handingOn(size, (own) => [...Array(size).keys()].filter((other) => other !== own));

/** Each calls the three below it, if there are as many. */
const stairs = (size: number): string =>
  handingOn(size, (own) => [own - 1, own - 2, own - 3].filter((other) => other >= 0));

const opening = `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

const server = new McpServer({ name: "demo", version: "1.0.0" });

`;

test.each([
  ["in circles", web(20)],
  ["step by step", stairs(40)],
])(
  "a scan gives up on the ways that it cannot all follow %s, and finds the tool",
  async (_name, steps) => {
    const tools = await toolsOf(`${opening}${steps}\nstep19("list_ships");\n`);
    expect(tools).toMatchObject([{ state: "pending" }]);
  },
);

test("a name is found on each of the ways where they are few", async () => {
  const tools = await toolsOf(
    `${opening}${stairs(8)}\nstep6("list_ships");\nstep7("find_ship");\n`,
  );
  expect(tools.map(({ name }) => name).sort()).toEqual(["find_ship", "list_ships"]);
});

/** Functions of which each puts what the others return into a list of its own. */
function tangle(size: number): string {
  const numbers = [...Array(size).keys()];
  const puts = (own: number): string =>
    numbers.map((other) => (other === own ? "" : `  found.push(part${other}(name));\n`)).join("");
  return numbers
    .map(
      (own) =>
        `function part${own}(name: string) {\n  const found = [name];\n${puts(own)}  return found;\n}\n`,
    )
    .join("\n");
}

test("a scan gives up on a text that is made of itself in too many ways", async () => {
  const start = `server.registerTool("start", {}, async () => {
  execFile(part0("job")[0]);
  return { content: [] };
});
`;
  const tools = await toolsOf(
    `import { execFile } from "node:child_process";\n${opening}${tangle(20)}\n${start}`,
  );
  expect(tools).toMatchObject([{ name: "start", state: "pending" }]);
});

test("of loops with more turns together than are followed, no single turn's values are told", async () => {
  const words = (start: string) =>
    JSON.stringify(Array.from({ length: 60 }, (_, at) => start + at));
  const tools = await toolsOf(`${opening}function add(name: string, text: string) {
  server.registerTool(name, { description: text }, async () => ({ content: [] }));
}

for (const verb of ${words("get")}) {
  for (const noun of ${words("ship")}) add(verb, noun);
}
`);
  expect(tools).toMatchObject([{ name: expect.not.stringMatching(/get\d/), state: "pending" }]);
});

test("what is not known of one place is one value, from however many places it is passed", () => {
  const calls = 'first(thing); first(process.env["A"]); first(thing.part);\n'.repeat(3);
  const { server, files } = memoryServer({
    "src/index.ts": `import { thing } from "away";\nconst first = (it: unknown) => it;\n${calls}`,
  });
  const project = openProject(server, files);
  const [body] = project.sourcesWith(/first/).flatMap((source) => bodiesIn(source));
  const values = createEvaluator(project).evaluate(body as ts.Expression);
  const told = values.map((value) => `${value.node.pos} ${value.node.getText()}`);
  expect(told.length).toBeGreaterThan(1);
  expect(new Set(told).size).toBe(told.length);
});

function bodiesIn(source: ts.SourceFile): ts.ConciseBody[] {
  const found: ts.ConciseBody[] = [];
  walk(source, (node) => {
    if (ts.isArrowFunction(node)) found.push(node.body);
  });
  return found;
}
