// Puts the Python grammar beside the program, so that the package it comes from is not needed at run time.
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";

const grammar = createRequire(import.meta.url).resolve("tree-sitter-python/tree-sitter-python.wasm");
copyFileSync(grammar, new URL("../dist/tree-sitter-python.wasm", import.meta.url));
