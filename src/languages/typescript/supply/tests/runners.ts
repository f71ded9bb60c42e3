/** What runs a server's tests, and how a test is written for it. */

import type { FileStore } from "../../../../disk/files.js";
import type { Server } from "../../../../types.js";
import { manifestOf, type PackageJson } from "../../project/layout.js";

export type Runner = "vitest" | "jest" | "node" | "mocha" | "bun";

/** By what a script runs. */
const commands: readonly (readonly [Runner, RegExp])[] = [
  ["vitest", /\bvitest\b/],
  ["jest", /\bjest\b/],
  ["mocha", /\b(?:mocha|nyc|electron-mocha)\b/],
  ["bun", /\bbun test\b/],
  ["node", /\b(?:node|tsx)\b.*--test\b/],
];

/** What runs the server's tests; undefined where that is none that is known. */
export function runnerOf(server: Server, files: FileStore): Runner | undefined {
  const manifest = manifestOf(server, files);
  const named = testScripts(manifest).map(
    (script) => commands.find(([, command]) => command.test(script))?.[0],
  );
  const installed = packagesOf(manifest);
  const usual = (["vitest", "jest", "mocha"] as const).find((name) => installed.has(name));
  return named.find((runner) => runner !== undefined) ?? usual;
}

/** The scripts that run tests, the usual one first. */
function testScripts({ scripts = {} }: PackageJson): string[] {
  const names = Object.keys(scripts).filter((name) => /^test(?::|$)/.test(name));
  return names.sort().flatMap((name) => scripts[name] ?? []);
}

function packagesOf({ dependencies, devDependencies }: PackageJson): Set<string> {
  return new Set(Object.keys({ ...dependencies, ...devDependencies }));
}

/** The placeholders of a test that says `test`, and names the hooks as jest does. */
export function runnerValues(
  runner: Runner,
  hooks: readonly Hook[],
  server: Server,
  files: FileStore,
): [string, string][] {
  const isImported =
    runner !== "jest" || packagesOf(manifestOf(server, files)).has("@jest/globals");
  const names: readonly Word[] = [...hooks, "it"];
  const imported = imports[runner];
  const from = imported && isImported ? importLine(names, imported) : "";
  const declared = from ? [] : names.map((name) => declaration(runner, name));
  const test = `const test = (name: string, run: () => Promise<void>) => ${calls[runner]};`;
  return [
    ["RUNNER_IMPORT", from],
    ["RUNNER", [...declared, test].join("\n")],
  ];
}

type Hook = "afterAll" | "beforeAll";
type Word = Hook | "it";

interface Imported {
  readonly module: string;
  /** Names that are not jest's. */
  readonly names?: Readonly<Record<Word, string>>;
}

/** Others have their functions as globals, whose types may not be installed. */
const imports: Readonly<Partial<Record<Runner, Imported>>> = {
  vitest: { module: "vitest" },
  jest: { module: "@jest/globals" },
  node: { module: "node:test", names: { afterAll: "after", beforeAll: "before", it: "test" } },
};

/** With time enough for a machine that is busy. */
const calls: Readonly<Record<Runner, string>> = {
  vitest: "it(name, run, 60_000)",
  jest: "it(name, run, 60_000)",
  bun: "it(name, run, 60_000)",
  node: "it(name, { timeout: 60_000 }, run)",
  mocha: "it(name, run).timeout(60_000)",
};

function importLine(names: readonly Word[], { module, names: own }: Imported): string {
  const listed = names.map((name) => (own ? `${own[name]} as ${name}` : name));
  return `import { ${listed.join(", ")} } from "${module}";\n`;
}

function declaration(runner: Runner, name: Word): string {
  if (runner === "mocha") {
    if (name !== "it") return mochaHook(name);
    return "declare const it: (name: string, run: () => Promise<void>) => { timeout(ms: number): unknown };";
  }
  if (name !== "it") return `declare const ${name}: (work: () => Promise<void>) => void;`;
  return "declare const it: (name: string, run: () => Promise<void>, ms: number) => void;";
}

function mochaHook(name: Hook): string {
  const own = name === "afterAll" ? "after" : "before";
  return [
    `declare const ${own}: (work: () => Promise<void>) => void;`,
    `const ${name} = ${own};`,
  ].join("\n");
}
