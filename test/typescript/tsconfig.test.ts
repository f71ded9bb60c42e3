/** Which files a tsconfig takes in, and which tsconfig builds a server. */

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  buildCommands,
  buildScript,
} from "../../src/languages/typescript/project/build-commands.js";
import { configOf } from "../../src/languages/typescript/project/tsconfig-options.js";
import { memoryServer, root } from "../support/typescript-server.js";

const optionsOf = (tsconfig: object, others: Record<string, object> = {}, build = "") => {
  const all = Object.entries({ "tsconfig.json": tsconfig, ...others });
  const texts = Object.fromEntries(all.map(([name, value]) => [name, JSON.stringify(value)]));
  return configOf(memoryServer(texts).files, root, build);
};
const takes = (path: string, ...given: Parameters<typeof optionsOf>): boolean | undefined =>
  optionsOf(...given)?.takesIn?.(join(root, path));

describe("what a tsconfig takes in", () => {
  test.each<[object, string, boolean]>([
    [{}, "tools/a.ts", true],
    [{}, ".well-known/a.ts", false],
    [{}, "node_modules/a/b.ts", false],
    [{ compilerOptions: { outDir: "dist" } }, "dist/a.ts", false],
    [{ include: ["src"] }, "src/tools/a.ts", true],
    [{ include: ["src"] }, "tools/a.ts", false],
    [{ include: ["src/*"] }, "src/tools/a.ts", false],
    [{ include: ["src/**"] }, "src/tools/a.ts", true],
    [{ include: ["./src/**/*.ts"] }, "src/a.ts", true],
    [{ include: ["**/*.ts"] }, "app/.well-known/a.ts", false],
    [{ include: ["app/.well-known/**/*.ts"] }, "app/.well-known/tools/a.ts", true],
    [{ include: ["src"], exclude: ["src/scripts"] }, "src/scripts/a.ts", false],
    [{ include: ["src"], exclude: ["src/scripts/**"] }, "src/scripts/a.ts", false],
    [{ include: ["src"], exclude: ["**/*.test.ts"] }, "src/a.test.ts", false],
    [{ include: ["src"], exclude: ["**/*.test.ts"] }, "src/a.ts", true],
    [{ files: ["index.ts"] }, "index.ts", true],
    [{ files: ["index.ts"] }, "other.ts", false],
    [{ include: ["src", "bin"], compilerOptions: { rootDir: "src" } }, "bin/a.ts", false],
  ])("%o, %s: %s", (tsconfig, path, expected) => {
    expect(takes(path, tsconfig)).toBe(expected);
  });

  test("is unknown where it only refers to others", () => {
    expect(takes("src/a.ts", { files: [], references: [{ path: "a" }] })).toBeUndefined();
  });

  test("is inherited, from where it is written", () => {
    const others = {
      "config/base.json": { include: ["../lib"], compilerOptions: { outDir: "out" } },
    };
    const options = optionsOf({ extends: "./config/base.json" }, others);
    expect(options?.takesIn?.(join(root, "lib/a.ts"))).toBe(true);
    expect(options?.outDir).toBe(join(root, "config/out"));
  });
});

describe("the tsconfig that builds", () => {
  const others = { "tsconfig.build.json": { extends: "./tsconfig.json", include: ["src"] } };

  test.each([
    ["tsc", true],
    ["tsc -p tsconfig.build.json", false],
    ["tsc --project ./tsconfig.build.json --pretty", false],
    ["nest build", false],
  ])("%s", (build, expected) => {
    expect(takes("tools/a.ts", {}, others, build)).toBe(expected);
  });

  test.each([
    [{ compilerOptions: { noEmit: true } }, "tsc", false],
    [{ compilerOptions: { emitDeclarationOnly: true } }, "tsc", false],
    [{}, "tsc --noEmit", false],
    [{}, "tsc", true],
  ])("%o, %s: emits %s", (tsconfig, build, expected) => {
    expect(optionsOf(tsconfig, {}, build)?.emits).toBe(expected);
  });
});

describe("the commands of a build", () => {
  test.each<[Record<string, string>, string | undefined, string[]]>([
    [{ build: "tsc" }, "build", ["tsc"]],
    [
      { prebuild: "rm -rf dist", build: "tsc && chmod +x a" },
      "build",
      ["rm -rf dist", "tsc", "chmod +x a"],
    ],
    [{ build: "npm run build:js", "build:js": "npx rollup -c" }, "build", ["rollup -c"]],
    [
      { build: "run-s a b", a: "tsc", b: "NODE_ENV=production vite build" },
      "build",
      ["tsc", "vite build"],
    ],
    [{ build: "npm run build" }, "build", []],
    [{ build: "npx -p typescript tsc -p ." }, "build", ["tsc -p ."]],
    [{ build: 'echo "a && b; c" | tee log; tsc' }, "build", ["echo a && b; c", "tee log", "tsc"]],
    [{ build: "tsup 'src/*.ts' --outDir \"$OUT\"" }, "build", ["tsup src/*.ts --outDir $OUT"]],
    [{ build: "rm -f dist/*.js; (cross-env A='b c' tsc)" }, "build", ["rm -f dist/*.js", "tsc"]],
    [
      { build: 'concurrently "npm:a" "npm run b"', a: "tsc", b: "./node_modules/.bin/rollup -c" },
      "build",
      ["tsc", "rollup -c"],
    ],
    [{ prepare: "yarn compile", compile: "tsc" }, "compile", ["tsc"]],
    [{ test: "vitest" }, undefined, []],
  ])("%o", (scripts, name, commands) => {
    expect(buildScript(scripts)).toBe(name);
    expect(buildCommands(scripts)).toEqual(commands);
  });
});
