// Puts the grammars, and SQLite for a Node.js without it, beside the program, so that the packages they come from are not
// needed at run time.
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { grammars, sqlite } from "./beside.mjs";

const { resolve } = createRequire(import.meta.url);
for (const name of grammars) {
  const grammar = resolve(`${name}/${name}.wasm`);
  copyFileSync(grammar, new URL(`../dist/${name}.wasm`, import.meta.url));
}
for (const [file, copy] of Object.entries(sqlite)) {
  copyFileSync(resolve(`sql.js/dist/${file}`), new URL(`../dist/${copy}`, import.meta.url));
}
