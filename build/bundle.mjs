// Puts the program and the libraries that it loads at every start into few files: finding and loading
// two hundred modules took longer than the check of a server. What is large and rarely needed, and what
// brings files of its own, stays a dependency.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { grammars } from "./beside.mjs";
import { billOfMaterials, licences } from "./bundled.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const dist = join(root, "dist");
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const bundle = await rolldown({
  cwd: root,
  platform: "node",
  input: [
    "src/cli.ts",
    "src/index.ts",
    "src/version.ts",
    "src/run/worker.ts",
    "src/progress/progress-thread.ts",
  ],
  external: Object.keys(dependencies).filter((name) => name !== "ts-morph"),
  // Some libraries' CommonJS edition loads its parts in a way that cannot be bundled.
  resolve: { mainFields: ["module", "main"] },
  plugins: [requireCompiler()],
});
// By default whatever two parts share is a file of its own: a check of one server loaded thirty, some
// twentieth of its time. Each of these takes along all that it imports; the first is what the command line, which
// answers --help alone, has in common with the others.
const groups = [
  { name: "common", test: /\/src\/(?:errors|installation|version)\.ts$/, priority: 2 },
  { name: "check", test: /\/src\/(?:commands\/check|report\/check\/formats\/text)\.ts$/, priority: 1 },
  { name: "python", test: /\/src\/languages\/python\/scan\.ts$/ },
];
const { output } = await bundle.write({
  dir: dist,
  cleanDir: true,
  chunkFileNames: "[name]-[hash].js",
  codeSplitting: { groups },
});
const modules = output.flatMap(({ moduleIds }) => moduleIds ?? []);
const held = new Set([
  ...modules.flatMap((path) => packageOf(path) ?? []),
  ...[...grammars, "sql.js"].map((name) => join(root, "node_modules", name)),
]);
writeFileSync(join(dist, "LICENSES.txt"), licences(held));
writeFileSync(join(dist, "sbom.cdx.json"), billOfMaterials(root, held));

/**
 * The compiler, a CommonJS module of ten megabytes, is required: before Node imports such a module it
 * searches all of it for the names that it exports, which takes as long as running it.
 */
function requireCompiler() {
  const code = `import { createRequire } from "node:module";
    export const { ts } = createRequire(import.meta.url)("ts-morph");`;
  return {
    name: "require-compiler",
    resolveId: (id) => (id === "ts-morph" ? "compiler.js" : null),
    load: (id) => (id === "compiler.js" ? code : null),
  };
}

function packageOf(path) {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}
