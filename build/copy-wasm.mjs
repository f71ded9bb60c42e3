// Puts the grammars beside the program, so that the packages they come from are not needed at run time.
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { grammars } from "./grammars.mjs";

const { resolve } = createRequire(import.meta.url);
for (const name of grammars) {
  const grammar = resolve(`${name}/${name}.wasm`);
  copyFileSync(grammar, new URL(`../dist/${name}.wasm`, import.meta.url));
}
