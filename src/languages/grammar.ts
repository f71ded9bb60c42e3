/** Tree-sitter's grammars: each is loaded once, and only when something of its language is to be parsed. */

import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import type { Parser } from "web-tree-sitter";
import { packageRoot } from "../installation.js";

/**
 * A parser for a language whose grammar `tree-sitter-<name>` publishes as WebAssembly. V8 optimizes the code of a
 * grammar that is used much; for a few short texts that takes many times as long as parsing them.
 */
export async function loadGrammar(
  name: "bash" | "python",
  use: "much" | "little",
): Promise<Parser> {
  const { Language, Parser } = await import("web-tree-sitter");
  await Parser.init();
  const parser = new Parser();
  const load = () => Language.load(grammarFile(name));
  parser.setLanguage(await (use === "much" ? load() : unoptimized(load)));
  return parser;
}

/** V8 looks at the budget when code is loaded; what is loaded later gets the default again. */
async function unoptimized<T>(load: () => Promise<T>): Promise<T> {
  setFlagsFromString("--wasm-tiering-budget=1000000000");
  try {
    return await load();
  } finally {
    setFlagsFromString("--wasm-tiering-budget=1800000");
  }
}

/** The copy that the build made; when run from the sources, the package's own. */
function grammarFile(name: string): string {
  const file = `tree-sitter-${name}.wasm`;
  if (import.meta.url.endsWith(".js")) return `${packageRoot}dist/${file}`;
  return createRequire(import.meta.url).resolve(`tree-sitter-${name}/${file}`);
}
